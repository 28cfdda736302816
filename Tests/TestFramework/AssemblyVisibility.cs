using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("ZhiSan.Edge.Tests.Host")]
