namespace ZhiSan.Edge.Collector;

/// <summary>Why a message, or a page or a fact in it, was not taken. The names are stored: rename none.</summary>
public enum RejectionReason
{
    /// <summary>The topic is not one of a gateway.</summary>
    ForeignTopic,

    /// <summary>The key ring does not know the gateway.</summary>
    UnknownGateway,

    /// <summary>The payload is longer than the protocol allows.</summary>
    Oversize,

    /// <summary>The payload ends inside the run header.</summary>
    HeaderTruncated,

    /// <summary>The payload is not a run of pages.</summary>
    HeaderForeign,

    /// <summary>A run of a later version.</summary>
    HeaderVersion,

    /// <summary>The run header's check does not match.</summary>
    HeaderCheck,

    /// <summary>The run header contradicts itself or the page behind it.</summary>
    HeaderRange,

    /// <summary>There is no page behind the run header.</summary>
    NoPages,

    /// <summary>The payload ends inside a page.</summary>
    PageTruncated,

    /// <summary>The bytes cannot be a page.</summary>
    PageMalformed,

    /// <summary>A check in a page does not match.</summary>
    PageCheck,

    /// <summary>A page claims more rows, channels or numbers than a page can have.</summary>
    PageOverLimit,

    /// <summary>The pages of a message do not follow each other.</summary>
    PageOrder,

    /// <summary>A page's MAC verifies neither after the page stored before it nor after the one that the message names.</summary>
    Mac,

    /// <summary>
    /// A genuine page says something else about numbers that are stored already: two gateways share an identity.
    /// </summary>
    IdentityConflict,

    /// <summary>A record of a known kind has a body that does not read; the record itself is stored as it came.</summary>
    RecordBody,

    /// <summary>A <c>state</c> other than online or offline.</summary>
    State,

    /// <summary>A heartbeat that is not the JSON of the protocol.</summary>
    Heartbeat,

    /// <summary>An incident message that is not the JSON of the protocol.</summary>
    Incident,

    /// <summary>A reply that is not the JSON of the protocol.</summary>
    Reply,

    /// <summary>A reply to something that the collector did not ask.</summary>
    ForeignReply,
}
