namespace ZhiSan.Edge.Buffering;

/// <summary>
/// The files of the journal. Every call that changes something is durable when it returns <see cref="StoreStatus.Ok"/>;
/// after a power cut inside a call the file is as before it or as after it. An adapter never throws.
/// </summary>
/// <remarks>Names are <c>t0</c> to <c>t5</c> for tails and <c>s/</c> plus a hexadecimal number plus a letter for segments.</remarks>
public interface IStore
{
    /// <summary>Names of all files, unknown ones too, in any order. Called at start only.</summary>
    StoreStatus List(out string[] names);

    /// <summary>
    /// Reads up to <paramref name="count"/> bytes from a place in a file. Fewer than asked for means the end of the file;
    /// a file that does not exist is <see cref="StoreStatus.NotFound"/>.
    /// </summary>
    StoreStatus Read(string name, int fileOffset, byte[] buffer, int offset, int count, out int read);

    /// <summary>Appends to an existing file.</summary>
    StoreStatus Append(string name, byte[] buffer, int offset, int count);

    /// <summary>Creates the file, or replaces its content.</summary>
    StoreStatus Write(string name, byte[] buffer, int offset, int count);

    /// <summary>Deletes a file. One that does not exist is <see cref="StoreStatus.NotFound"/>.</summary>
    StoreStatus Delete(string name);
}
