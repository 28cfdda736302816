using System;
using System.Globalization;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Sensors;
using ZhiSan.Edge.Sensors.Demo;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary>The sensors that a configuration names, as far as this machine has them: the demo garden.</summary>
internal static class ConfiguredSensors
{
    public static void AddTo(Sampler sampler, GatewayConfiguration configuration, long localMsAtZero, Action<string> say)
    {
        for (int i = 0; i < ConfigurationKeys.SensorCount; i++)
        {
            int key = ConfigurationKeys.Sensor1 + i;
            string[] words = configuration.Saved(key).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue;
            }

            string name = ConfigurationKeys.Name(key);
            if (words[0] != "demo")
            {
                say($"{name}: this machine has no {words[0]}; it is left out");
                continue;
            }

            try
            {
                int period = Setting(words, "period", configuration.Number(ConfigurationKeys.Period));
                sampler.AddSensor(new DemoSensor(Setting(words, "seed", 1), localMsAtZero, Math.Clamp(Setting(words, "channels", 4), 1, 6)), period * 1000, 0);
            }
            catch (ArgumentException wrong)
            {
                say($"{name}: {wrong.Message}; it is left out");
            }
        }
    }

    private static int Setting(string[] words, string name, int missing)
    {
        foreach (string word in words)
        {
            if (word.StartsWith(name + "=", StringComparison.Ordinal))
            {
                return int.Parse(word.AsSpan(name.Length + 1), CultureInfo.InvariantCulture);
            }
        }

        return missing;
    }
}
