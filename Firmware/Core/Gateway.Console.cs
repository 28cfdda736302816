using System.Text;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Core;

/// <content>What the console sees of the gateway, and the few things it does through it.</content>
public sealed partial class Gateway
{
    /// <summary>Who it is and its times.</summary>
    public GatewayOptions Options => _options;

    /// <summary>The journal. Only the gateway appends to it.</summary>
    public Journal Journal => _journal;

    /// <summary>The sampler, or null.</summary>
    public Sampler? Sampler => _sampler;

    /// <summary>What the channels of scans are.</summary>
    public ChannelSetBody Channels => _channels;

    /// <summary>The newest scan; without channels before the first.</summary>
    public Record LastScan => _lastScan;

    /// <summary>UTC of the gateway's start in milliseconds since 1970; 0 while it is unknown.</summary>
    public long BootUtcMs => _bootUtcMs;

    /// <summary>Whether the journal is open: before <see cref="Start"/> nothing can be written into it.</summary>
    public bool IsStarted => _journal.Epoch != 0;

    /// <summary>Journals a fact that came in from outside. Returns whether it is durable.</summary>
    public bool TakeRecord(long nowMs, Record record)
    {
        _nowMs = nowMs;
        record.UptimeSeconds = UptimeSeconds;
        return IsStarted && Append(record);
    }

    /// <summary>Seals at the next tick what there is, so that it can be sent at once.</summary>
    public void SealSoon() => _deadlines.Set(Deadlines.Seal, _nowMs);

    /// <summary>Seals what there is, whatever its age. Anything but Ok is tried again later.</summary>
    public StoreStatus SealNow()
    {
        Seal();
        return _journal.StorageFailing ? StoreStatus.Failed : StoreStatus.Ok;
    }

    /// <summary>
    /// Records left over the cable, and was said what is damaged between: they count as sent, so that the acknowledgement that follows
    /// their import is believed.
    /// </summary>
    public void NoteEvacuated(long first, long last)
    {
        if (first <= Watermarks.Sent + 1)
        {
            Watermarks.MoveSent(last);
        }
    }

    /// <summary>Journals words: of the technician, or of the acceptance test. Its number, or 0 when the flash refused.</summary>
    public long TakeNote(long nowMs, byte source, string text)
    {
        NoteBody note = new NoteBody();
        note.Source = source;
        note.Text = Encoding.UTF8.GetBytes(text);
        Record record = new Record();
        note.Write(record);
        return TakeRecord(nowMs, record) ? record.Sequence : 0;
    }

    /// <summary>
    /// Keeps a scan for people to look at. For a gateway that does not know yet who it is: it records nothing, but its sensors can be tried.
    /// </summary>
    public void ShowScan(long nowMs, Scan scan)
    {
        _nowMs = nowMs;
        _lastScan.SetScan(scan.ChannelCount);
        _lastScan.UptimeSeconds = (int)(scan.MonotonicMs / 1000);
        System.Array.Copy(scan.Values, _lastScan.Values, scan.ChannelCount);
        System.Array.Copy(scan.Qualities, _lastScan.Qualities, scan.ChannelCount);
    }
}
