namespace ZhiSan.Edge.Device.Uplink;

/// <summary>What must be there before a broker can be asked. Called by the MQTT worker, so it may wait, but for <see cref="KeepClock"/>.</summary>
public interface INetwork
{
    /// <summary>How strong the radio was when it joined last, in dBm; 0 when that is not known.</summary>
    int RssiDbm { get; }

    /// <summary>Whether there is a radio, which can look around.</summary>
    bool HasRadio { get; }

    /// <summary>Looks which Wi-Fi networks are there.</summary>
    /// <param name="names">Takes their names.</param>
    /// <param name="strengths">Takes their strengths, in dBm.</param>
    /// <returns>How many there are, at most as many as fit; 0 when the radio does not answer.</returns>
    int Scan(string[] names, int[] strengths);

    /// <summary>Brings the network up, and the clock if it can be had.</summary>
    /// <param name="suspect">Whether the last connections failed although the network seemed to be up: look again.</param>
    /// <param name="cause">On failure one of <see cref="Core.Incidents.IncidentCause"/>: Wi-Fi or IP.</param>
    /// <param name="detail">On failure the reason in words, without secrets.</param>
    bool TryBringUp(bool suspect, out byte cause, out string detail);

    /// <summary>Keeps the clock going that came with the network. Called by the main loop: waits for nothing.</summary>
    void KeepClock();
}
