using System.Reflection;
using System.Runtime.InteropServices;

[assembly: AssemblyTitle("ZhiSan Edge journal and sensors")]
[assembly: AssemblyProduct("ZhiSan Edge")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
[assembly: ComVisible(false)]
