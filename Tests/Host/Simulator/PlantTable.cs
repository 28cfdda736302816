using System.Collections.Generic;
using ZhiSan.Edge.Simulator;

namespace ZhiSan.Edge.Tests.Host.Simulator;

/// <summary>Every planted fault, within how many seeds it is found, and what it looks like. The simulator's page shows the same table.</summary>
internal static class PlantTable
{
    public static IReadOnlyList<PlantRow> Rows { get; } =
    [
        new(PlantKind.TailLate, "journal", 2, 12, "I2", "was a scan and is a record of kind"),
        new(PlantKind.AppendForgotten, "journal", 1, 3, "convergence", "did not deliver everything in the calm phase"),
        new(PlantKind.ByteDropped, "journal", 1, 3, "cause", "are declared 'lost damaged', but nothing of the kind happened"),
        new(PlantKind.NewestNotListed, "recovery", 2, 12, "cause", "are declared 'lost damaged', but nothing of the kind happened"),
        new(PlantKind.TailNotFound, "recovery", 2, 8, "I2", "was a scan and is a record of kind"),
        new(PlantKind.TailNotCut, "recovery", 2, 8, "cause", "says that the run before ended by"),
        new(PlantKind.EpochUsedAgain, "recovery", 2, 12, "I2", "begins after scans of boot"),
        new(PlantKind.PagesHeld, "window", 2, 5, "convergence", "did not deliver everything in the calm phase"),
        new(PlantKind.BrokerAcks, "acks", 2, 5, "I3", "for acknowledged, the platform said"),
        new(PlantKind.AckAhead, "acks", 1, 3, "I1", "is neither stored nor accounted for"),
        new(PlantKind.CommitLost, "collector", 1, 3, "I1", "is neither stored nor accounted for"),
        new(PlantKind.StoredTwice, "collector", 2, 12, "alive", "An item with the same key has already been added"),
        new(PlantKind.RowDropped, "collector", 1, 3, "I1", "is neither stored nor accounted for"),
        new(PlantKind.ValueChanged, "collector", 1, 3, "exact", "is not what the sensors gave"),
        new(PlantKind.LossForgotten, "collector", 2, 5, "convergence", "did not deliver everything in the calm phase"),
        new(PlantKind.HolesHidden, "repair", 2, 12, "convergence", "did not deliver everything in the calm phase"),
        new(PlantKind.WrongUtc, "time", 1, 3, "time", "are the bound"),
        new(PlantKind.UtcWithoutAnchor, "time", 4, 25, "time", "no anchor, although the gateway was told"),
        new(PlantKind.WrongUptime, "time", 1, 3, "exact", "is not what the sensors gave"),
        new(PlantKind.OldConfiguration, "configuration", 2, 5, "configuration", "channels are said to be"),
        new(PlantKind.SaveForgotten, "configuration", 2, 5, "configuration", "starts with a seal time of"),
        new(PlantKind.ScanSkipped, "sampling", 2, 8, "I7", "scans were taken in a run in which"),
    ];
}
