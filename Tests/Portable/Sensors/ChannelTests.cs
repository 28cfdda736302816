using System;
using nanoFramework.TestFramework;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Tests.Portable.Sensors;

[TestClass]
public class ChannelTests
{
    [TestMethod]
    [DataRow("air_temperature", true)]
    [DataRow("a", true)]
    [DataRow("co2", true)]
    [DataRow("pm2_5", true)]
    [DataRow("", false)]
    [DataRow("2co", false)]
    [DataRow("_x", false)]
    [DataRow("Air", false)]
    [DataRow("air temperature", false)]
    [DataRow("\u6e29\u5ea6", false)]
    [DataRow("abcdefghijklmnopqrstuvwxyz012345", true)]
    [DataRow("abcdefghijklmnopqrstuvwxyz0123456", false)]
    public void Names_are_lower_case_identifiers(string name, bool accepted)
    {
        Assert.AreEqual(accepted, Channel.IsName(name));
    }

    [TestMethod]
    [DataRow("Cel", true)]
    [DataRow("%RH", true)]
    [DataRow("1/min", true)]
    [DataRow("", false)]
    [DataRow("m m", false)]
    [DataRow("\"", false)]
    [DataRow("a,b", false)]
    [DataRow("\u00b0C", false)]
    [DataRow("thirteenchars", false)]
    public void Units_are_short_printable_ascii(string unit, bool accepted)
    {
        Assert.AreEqual(accepted, Channel.IsUnit(unit));
    }

    [TestMethod]
    public void A_channel_refuses_what_breaks_the_rules()
    {
        Assert.ThrowsException(typeof(ArgumentException), () => new Channel("Upper", "Cel", 0));
        Assert.ThrowsException(typeof(ArgumentException), () => new Channel("ok", "", 0));
        Assert.ThrowsException(typeof(ArgumentException), () => new Channel("ok", "Cel", -1));
        Assert.ThrowsException(typeof(ArgumentException), () => new Channel("ok", "Cel", 7));
        Assert.AreEqual(6, new Channel("ok", "Cel", 6).Decimals);
    }

    [TestMethod]
    public void Every_quality_fits_three_bits_and_has_a_name()
    {
        for (int quality = 0; quality <= Quality.Max; quality++)
        {
            Assert.AreNotEqual("unknown", Quality.Name((byte)quality));
        }

        Assert.AreEqual("unknown", Quality.Name(Quality.Max + 1));
        Assert.AreEqual((1 << Quality.Bits) - 1, (int)Quality.Max);
    }

    [TestMethod]
    public void A_reading_without_value_reads_zero()
    {
        Scan scan = new Scan(3);
        scan.Set(0, 5, Quality.Good);
        scan.Set(1, 5, Quality.SensorFault);
        scan.Set(2, 5, Quality.Absent);

        CollectionAssert.AreEqual(new int[] { 5, 0, 0 }, scan.Values);

        scan.Clear();

        CollectionAssert.AreEqual(new byte[] { Quality.Absent, Quality.Absent, Quality.Absent }, scan.Qualities);
        Assert.AreEqual(0, scan.Values[0]);
    }
}
