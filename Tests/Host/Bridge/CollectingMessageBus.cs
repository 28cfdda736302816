using System.Collections.Generic;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ZhiSan.Edge.Tests.Host.Bridge;

/// <summary>Keeps what a test case reports to xunit.</summary>
internal sealed class CollectingMessageBus : IMessageBus
{
    /// <summary>The messages in their order.</summary>
    public List<IMessageSinkMessage> Messages { get; } = [];

    public bool QueueMessage(IMessageSinkMessage message)
    {
        Messages.Add(message);
        return true;
    }

    public void Dispose()
    {
    }
}
