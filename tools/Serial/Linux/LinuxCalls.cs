using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ZhiSan.Edge.Serial;

/// <summary>The calls of the C library that a serial port takes. Numbers are those of Linux on x86, ARM and RISC-V.</summary>
internal static class LinuxCalls
{
    public const int OpenReadWrite = 0x2;
    public const int OpenNotControlling = 0x100;
    public const int OpenNonBlocking = 0x800;
    public const int OpenCloseOnExec = 0x80000;

    public const short PollIn = 0x1;
    public const short PollOut = 0x4;
    public const short PollError = 0x8;
    public const short PollHangUp = 0x10;
    public const short PollInvalid = 0x20;

    public const int NoSuchFile = 2;
    public const int Interrupted = 4;
    public const int NoSuchDeviceAddress = 6;
    public const int TryAgain = 11;
    public const int NotPermitted = 13;
    public const int Busy = 16;

    public const int ExclusiveUse = 0x540C;
    public const int LockExclusiveNow = 2 | 4;
    public const int FlushBoth = 2;

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi)]
    public static extern int Open(string path, int flags);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    public static extern int Close(int file);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    public static extern nint Read(SafeFileHandle file, ref byte buffer, nint count);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    public static extern nint Write(SafeFileHandle file, ref byte buffer, nint count);

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static extern int Poll(ref PollRequest request, nuint count, int timeoutMs);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static extern int Control(SafeFileHandle file, nuint request);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static extern int Lock(SafeFileHandle file, int operation);

    [DllImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    public static extern int GetAttributes(SafeFileHandle file, [Out] byte[] termios);

    [DllImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    public static extern int SetAttributes(SafeFileHandle file, int when, [In] byte[] termios);

    [DllImport("libc", EntryPoint = "cfmakeraw")]
    public static extern void MakeRaw([In, Out] byte[] termios);

    [DllImport("libc", EntryPoint = "cfsetspeed", SetLastError = true)]
    public static extern int SetSpeed([In, Out] byte[] termios, uint speed);

    [DllImport("libc", EntryPoint = "cfgetospeed")]
    public static extern uint GetSpeed([In] byte[] termios);

    [DllImport("libc", EntryPoint = "tcflush", SetLastError = true)]
    public static extern int Flush(SafeFileHandle file, int which);

    [DllImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    public static extern int OpenPseudoTerminal(int flags);

    [DllImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    public static extern int Grant(SafeFileHandle file);

    [DllImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    public static extern int Unlock(SafeFileHandle file);

    [DllImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    public static extern int NameOfOtherEnd(SafeFileHandle file, [Out] byte[] name, nuint bytes);

    /// <summary>The last call's error number.</summary>
    public static int Error => Marshal.GetLastPInvokeError();

    /// <summary>The last call's error in words.</summary>
    public static string ErrorText => Marshal.GetLastPInvokeErrorMessage();

    /// <summary>What <c>poll</c> takes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollRequest
    {
        public int File;
        public short Asked;
        public short Found;
    }
}
