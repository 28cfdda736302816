using System.IO;
using Microsoft.Data.Sqlite;

namespace ZhiSan.Edge.Cli.Demo;

/// <summary>How far a gateway is, for people.</summary>
internal sealed record DemoProgress(int Taken, int Stored)
{
    /// <summary>Looks at the side log and at the platform's database.</summary>
    public static DemoProgress Of(DemoRun run, DemoGateway gateway)
    {
        try
        {
            if (File.Exists(run.Database))
            {
                gateway.LastStored = StoredScans.Read(run.Database, gateway.Site, gateway.Name).Count;
            }
        }
        catch (SqliteException)
        {
            // The collector is just being started or killed: what was seen last stays.
        }

        return new DemoProgress(gateway.Taken().Count, gateway.LastStored);
    }
}
