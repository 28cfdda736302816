using ZhiSan.Edge.Core.Console;

namespace ZhiSan.Edge.Device.Uplink;

/// <summary>What a probe found, from its worker to the main loop: bounded, locked, told in order.</summary>
internal sealed class ProbeFindings
{
    /// <summary>Findings of one probe at most; of more networks the first count.</summary>
    public const int Most = 24;

    private readonly object _gate = new object();
    private readonly ProbeFinding[] _findings = new ProbeFinding[Most];
    private int _count;
    private int _told;
    private bool _isOver;

    /// <summary>Notes a finding.</summary>
    public void Add(string step, byte verdict, string text, int number)
    {
        lock (_gate)
        {
            if (_count < Most)
            {
                ProbeFinding finding = new ProbeFinding();
                finding.Step = step;
                finding.Verdict = verdict;
                finding.Text = text;
                finding.Number = number;
                _findings[_count] = finding;
                _count++;
            }
        }
    }

    /// <summary>Whether nothing will be added any more.</summary>
    public bool IsOver
    {
        get
        {
            lock (_gate)
            {
                return _isOver;
            }
        }
    }

    /// <summary>There will be no more.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isOver = true;
        }
    }

    /// <summary>The next one, as <see cref="IConsoleHost.NextFinding"/> wants it.</summary>
    public int Next(ProbeFinding finding)
    {
        lock (_gate)
        {
            if (_told == _count)
            {
                return _isOver ? ProbeFinding.Done : ProbeFinding.Busy;
            }

            ProbeFinding next = _findings[_told];
            _told++;
            finding.Step = next.Step;
            finding.Verdict = next.Verdict;
            finding.Text = next.Text;
            finding.Number = next.Number;
            return ProbeFinding.Found;
        }
    }
}
