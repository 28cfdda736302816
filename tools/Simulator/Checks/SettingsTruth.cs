using System;
using System.Collections.Generic;

namespace ZhiSan.Edge.Simulator;

/// <summary>What a technician saved, and what may have been saved when the power went: a start must find one of these.</summary>
/// <param name="violate">Told what is broken.</param>
internal sealed class SettingsTruth(Action<string> violate)
{
    private readonly HashSet<int> _possible = [];
    private int _saved = Default;

    /// <summary>Seconds after which a page is sealed when nobody said anything.</summary>
    public const int Default = 900;

    /// <summary>The flash was erased.</summary>
    public void Forget()
    {
        _possible.Clear();
        _saved = Default;
    }

    /// <summary>Saving a value begins.</summary>
    public void Try(int seconds) => _possible.Add(seconds);

    /// <summary>The gateway said that a value is saved.</summary>
    public void Saved(int seconds)
    {
        _possible.Clear();
        _saved = seconds;
    }

    /// <summary>A start found a value.</summary>
    public void Found(int seconds)
    {
        if (seconds != _saved && !_possible.Contains(seconds))
        {
            violate($"starts with a seal time of {seconds} s, saved were {_saved} s");
        }

        Saved(seconds);
    }
}
