namespace ZhiSan.Edge.Buffering.Records;

/// <summary>What a record says. The numbers are on flash and on the wire: never renumber.</summary>
public static class RecordKind
{
    /// <summary>One scan of the sensors: values and qualities.</summary>
    public const byte Scan = 0;

    /// <summary>The gateway started. Body: <see cref="BootBody"/>.</summary>
    public const byte Boot = 1;

    /// <summary>An interruption began or ended. Body: <see cref="IncidentBody"/>.</summary>
    public const byte Incident = 2;

    /// <summary>UTC became known or was corrected. Body: <see cref="TimeAnchorBody"/>.</summary>
    public const byte TimeAnchor = 3;

    /// <summary>A configuration key changed. Body: <see cref="ConfigurationBody"/>.</summary>
    public const byte Configuration = 4;

    /// <summary>Names, units and decimals of the channels. Body: <see cref="ChannelSetBody"/>.</summary>
    public const byte ChannelSet = 5;

    /// <summary>A range of records was replaced by hourly statistics. Body: <see cref="ThinnedBody"/>.</summary>
    public const byte Thinned = 6;

    /// <summary>A range of records no longer exists, and why. Body: <see cref="LostBody"/>.</summary>
    public const byte Lost = 7;

    /// <summary>Words of a technician, or what the acceptance test found. Body: <see cref="NoteBody"/>.</summary>
    public const byte Note = 8;

    /// <summary>Largest kind this version writes.</summary>
    public const byte Last = Note;

    /// <summary>Kinds have seven bits; a reader keeps kinds it does not know as opaque bodies.</summary>
    public const byte Max = 127;
}
