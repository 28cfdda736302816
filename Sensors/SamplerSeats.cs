using System;

namespace ZhiSan.Edge.Sensors;

/// <summary>The seats of a <see cref="Sampler"/>, in the order of adding, which also numbers the channels.</summary>
internal sealed class SamplerSeats
{
    // Every sensor has a channel at least, so there are never more sensors than channels.
    private readonly SamplerSeat[] _seats = new SamplerSeat[Sampler.MaxChannels];

    public int Count { get; private set; }

    public int ChannelCount { get; private set; }

    public SamplerSeat this[int index] => _seats[index];

    /// <summary>Gives a sensor the next seat.</summary>
    /// <returns>The number of the seat.</returns>
    /// <exception cref="ArgumentException">The sensor does not fit; nothing has changed.</exception>
    public int Add(ISensor sensor, Schedule? schedule)
    {
        if (sensor.ChannelCount < 1 || ChannelCount + sensor.ChannelCount > Sampler.MaxChannels)
        {
            throw new ArgumentException("sensor " + sensor.Id + ": a gateway has 1 to 32 channels");
        }

        if (sensor.TimeoutMs < 1)
        {
            throw new ArgumentException("sensor " + sensor.Id + ": the timeout must be at least 1 ms");
        }

        for (int i = 0; i < sensor.ChannelCount; i++)
        {
            RequireNewName(sensor, i);
        }

        _seats[Count] = new SamplerSeat(sensor, schedule, ChannelCount);
        ChannelCount += sensor.ChannelCount;
        return Count++;
    }

    public Channel GetChannel(int channel)
    {
        for (int i = 0; i < Count; i++)
        {
            int own = channel - _seats[i].FirstChannel;
            if (own >= 0 && own < _seats[i].ChannelCount)
            {
                return _seats[i].Sensor.GetChannel(own);
            }
        }

        throw new ArgumentOutOfRangeException(nameof(channel));
    }

    private void RequireNewName(ISensor sensor, int index)
    {
        string name = sensor.GetChannel(index).Name;
        bool taken = false;
        for (int i = 0; i < ChannelCount; i++)
        {
            taken |= GetChannel(i).Name == name;
        }

        for (int i = 0; i < index; i++)
        {
            taken |= sensor.GetChannel(i).Name == name;
        }

        if (taken)
        {
            throw new ArgumentException("channel name " + name + " is used twice");
        }
    }
}
