using System.Text;
using Xunit;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Tests.Host.Access;

public class PasswordHashTests
{
    // Written by mosquitto_passwd 2.0.11 for the password "correct horse".
    private const string FromMosquitto =
        "$7$101$LdrngafeINjsc1aM$Cc1w4L5ae/PI6kPe3vgOn3hCG+keVrNRp6wNoDIgxKSYUdpCy7aENNkODTzwQTRxTmbUBG1cxFguNVIXZ5xCFg==";

    [Fact]
    public void A_password_is_known_by_its_hash_and_another_is_not()
    {
        string hash = PasswordHash.Make("correct horse"u8);
        Assert.True(PasswordHash.Verify("correct horse"u8, hash));
        Assert.False(PasswordHash.Verify("correct horsf"u8, hash));
        Assert.False(PasswordHash.Verify([], hash));
        Assert.DoesNotContain("horse", hash);
    }

    [Fact]
    public void Two_hashes_of_one_password_differ() =>
        Assert.NotEqual(PasswordHash.Make("correct horse"u8), PasswordHash.Make("correct horse"u8));

    [Fact]
    public void A_hash_that_mosquitto_wrote_is_understood()
    {
        Assert.True(PasswordHash.Verify("correct horse"u8, FromMosquitto));
        Assert.False(PasswordHash.Verify("wrong horse"u8, FromMosquitto));
    }

    [Theory]
    [InlineData("")]
    [InlineData("correct horse")]
    [InlineData("$6$c2FsdA==$aGFzaA==")]
    [InlineData("$7$0$c2FsdHNhbHQ=$aGFzaA==")]
    [InlineData("$7$101$not base 64$aGFzaA==")]
    [InlineData("$7$101$c2FsdHNhbHQ=$aGFzaA==")]
    [InlineData("$7$99999999999$c2FsdHNhbHQ=$aGFzaA==")]
    public void What_is_no_hash_lets_nobody_in(string text)
    {
        Assert.False(PasswordHash.IsValid(text));
        Assert.False(PasswordHash.Verify(Encoding.UTF8.GetBytes("correct horse"), text));
    }
}
