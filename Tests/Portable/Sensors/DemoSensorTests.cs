using System;
using nanoFramework.TestFramework;
using ZhiSan.Edge.Sensors;
using ZhiSan.Edge.Sensors.Demo;

namespace ZhiSan.Edge.Tests.Portable.Sensors;

[TestClass]
public class DemoSensorTests
{
    private const int Temperature = 0;
    private const int Humidity = 1;
    private const int Light = 2;
    private const int Rain = 3;
    private const int Soil = 4;
    private const int Leaf = 5;

    private const long HourMs = 3600000;

    // 2026-01-01 00:00 local.
    private const long NewYearMs = 1767225600000;

    [TestMethod]
    public void The_same_seed_and_time_give_the_same_readings_in_any_order()
    {
        DemoSensor steady = new DemoSensor(7, NewYearMs, 6);
        DemoSensor rebooted = new DemoSensor(7, NewYearMs + (40 * HourMs), 6);
        Scan a = new Scan(6);
        Scan b = new Scan(6);
        for (int hour = 0; hour < 40; hour++)
        {
            Measure(steady, hour * HourMs, a);
        }

        Measure(rebooted, 50 * HourMs, b);
        Measure(rebooted, 0, b);
        Measure(steady, 40 * HourMs, a);

        CollectionAssert.AreEqual(a.Values, b.Values);
    }

    [TestMethod]
    public void These_readings_are_the_same_on_every_machine()
    {
        Scan scan = new Scan(6);

        Measure(new DemoSensor(1, NewYearMs, 6), 35 * HourMs, scan);

        CollectionAssert.AreEqual(new int[] { 2356, 7067, 29843, 102, 259, 0 }, scan.Values);

        Measure(new DemoSensor(3, NewYearMs, 6), 13 * HourMs, scan);

        CollectionAssert.AreEqual(new int[] { 2495, 6084, 38606, 66, 254, 0 }, scan.Values);
    }

    [TestMethod]
    public void Gardens_of_different_seeds_differ()
    {
        Scan a = new Scan(6);
        Scan b = new Scan(6);
        Measure(new DemoSensor(1, NewYearMs, 6), 12 * HourMs, a);
        Measure(new DemoSensor(2, NewYearMs, 6), 12 * HourMs, b);

        Assert.AreNotEqual(a.Values[Temperature], b.Values[Temperature]);
        Assert.AreNotEqual(a.Values[Light], b.Values[Light]);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void A_month_looks_like_weather(int seed)
    {
        DemoSensor garden = new DemoSensor(seed, NewYearMs, 6);
        Scan scan = new Scan(6);
        long dawn = 0;
        long afternoon = 0;
        long noonLight = 0;
        int wetHours = 0;
        for (int hour = 0; hour < 30 * 24; hour++)
        {
            Measure(garden, hour * HourMs, scan);
            RequireRange(scan, Temperature, 500, 3500);
            RequireRange(scan, Humidity, 3000, 10000);
            RequireRange(scan, Light, 0, 54612);
            RequireRange(scan, Rain, 0, 2000);
            RequireRange(scan, Soil, 150, 460);
            RequireRange(scan, Leaf, 0, 100);
            int ofDay = hour % 24;
            Assert.IsTrue(scan.Values[Light] == 0 || (ofDay > 5 && ofDay < 19), "nights are dark");
            dawn += ofDay == 4 ? scan.Values[Temperature] : 0;
            afternoon += ofDay == 14 ? scan.Values[Temperature] : 0;
            noonLight += ofDay == 12 ? scan.Values[Light] : 0;
            wetHours += scan.Values[Leaf] > 50 ? 1 : 0;
        }

        Assert.IsTrue(afternoon - dawn > 30 * 500, "afternoons are warmer than dawns, by 5 degrees at least");
        Assert.IsTrue(noonLight / 30 > 10000, "noons are bright");
        Assert.IsTrue(wetHours > 5 && wetHours < 400, "leaves are wet at times");
    }

    [TestMethod]
    public void Rain_comes_in_tips_fills_the_soil_and_starts_anew_at_midnight()
    {
        const int stepMs = 600000;
        const int stepsPerDay = 144;
        DemoSensor garden = new DemoSensor(3, NewYearMs, 5);
        Scan scan = new Scan(5);
        int rainBefore = 0;
        int soilBefore = 0;
        int rising = 0;
        int showers = 0;
        for (int step = 0; step < 14 * stepsPerDay; step++)
        {
            Measure(garden, (long)step * stepMs, scan);
            int rain = scan.Values[Rain];
            Assert.AreEqual(0, rain % 2, "tips of 0.2 mm");
            if (step % stepsPerDay != 0)
            {
                Assert.IsTrue(rain >= rainBefore, "rain does not go back up");

                // More than 1.6 mm in ten minutes shows in soil above its noise.
                if (rain - rainBefore > 16)
                {
                    showers++;
                    rising += scan.Values[Soil] > soilBefore ? 1 : 0;
                }
            }
            else
            {
                Assert.IsTrue(rain < 20, "a new day");
            }

            rainBefore = rain;
            soilBefore = scan.Values[Soil];
        }

        Assert.IsTrue(showers > 5, "two weeks have showers");
        Assert.IsTrue(rising * 10 >= showers * 7, "rain wets the soil");
    }

    [TestMethod]
    public void Soil_dries_slowly_where_it_does_not_rain()
    {
        DemoSensor garden = new DemoSensor(1, NewYearMs, 6);
        Scan scan = new Scan(6);
        int drops = 0;
        for (int day = 0; day < 60; day++)
        {
            Measure(garden, day * 24 * HourMs, scan);
            int morning = scan.Values[Soil];
            Measure(garden, (((day + 1) * 24) - 1) * HourMs, scan);
            if (scan.Values[Rain] == 0)
            {
                drops++;
                int loss = morning - scan.Values[Soil];
                Assert.IsTrue(loss >= -2 && loss <= 60, "0 to 6 % a day, noise apart");
            }
        }

        Assert.IsTrue(drops > 5, "there are dry days");
    }

    [TestMethod]
    public void The_number_of_channels_can_be_chosen_and_does_not_change_them()
    {
        Scan all = new Scan(6);
        Scan some = new Scan(4);
        Measure(new DemoSensor(5, NewYearMs, 6), 12 * HourMs, all);
        DemoSensor four = new DemoSensor(5, NewYearMs, 4);
        Measure(four, 12 * HourMs, some);

        Assert.AreEqual(4, four.ChannelCount);
        for (int i = 0; i < 4; i++)
        {
            Assert.AreEqual(all.Values[i], some.Values[i]);
            Assert.AreEqual(Quality.Good, some.Qualities[i]);
        }

        Assert.AreEqual("air_temperature", four.GetChannel(0).Name);
        Assert.AreEqual("%RH", four.GetChannel(1).Unit);
        Assert.ThrowsException(typeof(ArgumentException), () => new DemoSensor(1, 0, 0));
        Assert.ThrowsException(typeof(ArgumentException), () => new DemoSensor(1, 0, 7));
        Assert.ThrowsException(typeof(ArgumentException), () => new DemoSensor(1, -1, 6));
    }

    private static void Measure(DemoSensor garden, long monotonicMs, Scan scan)
    {
        garden.Start(monotonicMs);
        Assert.IsTrue(garden.Poll(monotonicMs, scan, 0) == SensorStatus.Ready);
    }

    private static void RequireRange(Scan scan, int channel, int low, int high)
    {
        int value = scan.Values[channel];
        Assert.IsTrue(value >= low && value <= high, "channel " + channel.ToString() + " reads " + value.ToString());
    }
}
