namespace ZhiSan.Edge.Simulator;

/// <summary>Faults that tests plant, to see that the checkers bite. They sit between the parts: the product carries nothing of them.</summary>
internal enum PlantKind
{
    /// <summary>Journal: a tail's change reaches the flash one change too late.</summary>
    TailLate,

    /// <summary>Journal: now and then an append to a segment is reported done and is not.</summary>
    AppendForgotten,

    /// <summary>Journal: a segment loses its last byte when it is written.</summary>
    ByteDropped,

    /// <summary>Recovery: listing the files misses the newest segment.</summary>
    NewestNotListed,

    /// <summary>Recovery: a tail cannot be found at the start.</summary>
    TailNotFound,

    /// <summary>Recovery: a rewritten tail keeps the end of what was there before.</summary>
    TailNotCut,

    /// <summary>Window: a new connection waits for the platform's acknowledgement for ever before it sends pages.</summary>
    PagesHeld,

    /// <summary>Acknowledgements: the broker's word counts as the platform's.</summary>
    BrokerAcks,

    /// <summary>Acknowledgements: the platform's watermark runs ahead by five.</summary>
    AckAhead,

    /// <summary>Collector: an acknowledgement is sent although the transaction failed to become durable.</summary>
    CommitLost,

    /// <summary>Collector: a page is stored again as if it were new.</summary>
    StoredTwice,

    /// <summary>Collector: a row of a page is not stored.</summary>
    RowDropped,

    /// <summary>Collector: a value changes on its way into the store.</summary>
    ValueChanged,

    /// <summary>Collector: what is declared lost is not noted.</summary>
    LossForgotten,

    /// <summary>Repair: the platform does not see what is missing.</summary>
    HolesHidden,

    /// <summary>Time: UTC is taken nine seconds wrong.</summary>
    WrongUtc,

    /// <summary>Time: UTC is taken over although its anchor could not be journaled. The product once did this.</summary>
    UtcWithoutAnchor,

    /// <summary>Time: a scan carries an uptime of seven seconds later.</summary>
    WrongUptime,

    /// <summary>Configuration: after a power cut the old channels are used.</summary>
    OldConfiguration,

    /// <summary>Configuration: saving says that it is done and is not.</summary>
    SaveForgotten,

    /// <summary>Recovery: an epoch is used again after the flash was erased.</summary>
    EpochUsedAgain,

    /// <summary>Sampling: no scan is taken while a connection is being made.</summary>
    ScanSkipped,
}
