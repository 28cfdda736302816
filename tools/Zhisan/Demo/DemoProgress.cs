using System.IO;
using Microsoft.Data.Sqlite;

namespace ZhiSan.Edge.Cli.Demo;

/// <summary>How far a gateway is, for people.</summary>
internal sealed record DemoProgress(int Taken, int Stored)
{
    /// <summary>Looks at the side log and at the platform's database.</summary>
    public static DemoProgress Of(DemoRun run, DemoGateway gateway)
    {
        int stored;
        try
        {
            stored = File.Exists(run.Database) ? StoredScans.Read(run.Database, gateway.Site, gateway.Name).Count : 0;
        }
        catch (SqliteException)
        {
            // The collector is just being started or killed; the next look will tell.
            stored = 0;
        }

        return new DemoProgress(gateway.Taken().Count, stored);
    }
}
