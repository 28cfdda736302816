namespace ZhiSan.Edge.Device.Storage;

/// <summary>A volume that must be mounted before it can be used.</summary>
public interface IVolume
{
    /// <summary>Mounts it, if it is not; false when that fails now.</summary>
    bool TryMount();
}
