using System.Globalization;
using System.Text;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Tests.Host.Serial;

/// <summary>What a journal says about starts and changes of the configuration.</summary>
internal sealed class ConfigurationHistory : IRecordVisitor
{
    private readonly StringBuilder _text = new();

    public void Visit(Record record)
    {
        var change = new ConfigurationBody();
        var boot = new BootBody();
        if (change.Read(record))
        {
            _text.Append(CultureInfo.InvariantCulture, $"{change.Actor} configuration {change.Revision}: {change.Key} = {change.Value}\n");
        }
        else if (boot.Read(record))
        {
            _text.Append(CultureInfo.InvariantCulture, $"boot {boot.Boot}\n");
        }
    }

    public override string ToString() => _text.ToString();
}
