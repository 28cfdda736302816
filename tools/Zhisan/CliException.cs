using System;

namespace ZhiSan.Edge.Cli;

/// <summary>Something the user can mend; the message is one line that says how.</summary>
internal sealed class CliException(string message) : Exception(message);
