using System;
using System.Collections;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using nanoFramework.M2Mqtt.Messages;

namespace nanoFramework.M2Mqtt
{
    /// <summary>The delegates that the real client declares on its interface.</summary>
    public interface IMqttClient
    {
        public delegate void ConnectionClosedEventHandler(object sender, EventArgs e);

        public delegate void MqttMsgPublishEventHandler(object sender, MqttMsgPublishEventArgs e);

        public delegate void MqttMsgPublishedEventHandler(object sender, MqttMsgPublishedEventArgs e);

        public delegate void MqttMsgSubscribedEventHandler(object sender, MqttMsgSubscribedEventArgs e);
    }

    /// <summary>Versions of TLS.</summary>
    public enum MqttSslProtocols
    {
        None = 0,
        TLSv1_2 = 4,
    }

    /// <summary>What can be set.</summary>
    public sealed class MqttSettings
    {
        public int InflightQueueSize { get; set; } = int.MaxValue;
    }

    /// <summary>
    /// Stands in for the client, with the manners that matter: its constructor resolves the name, Connect may block, Publish only
    /// queues, an answer may come before Publish returns, handlers run on another thread, and an exception in one ends the connection.
    /// </summary>
    public class MqttClient : IMqttClient, IDisposable
    {
        private readonly FakeBroker _broker;
        private int _packetId;

        public MqttClient(
            string brokerHostName, int brokerPort, bool secure, X509Certificate caCert, X509Certificate clientCert, MqttSslProtocols sslProtocol)
        {
            _broker = FakeBroker.Find(brokerHostName) ?? throw new Exception("SocketException");
            _broker.Note("resolved " + brokerHostName + ":" + brokerPort + (secure ? " tls" : string.Empty));
        }

        public event IMqttClient.ConnectionClosedEventHandler? ConnectionClosed;

        public event IMqttClient.MqttMsgPublishEventHandler? MqttMsgPublishReceived;

        public event IMqttClient.MqttMsgPublishedEventHandler? MqttMsgPublished;

        public event IMqttClient.MqttMsgSubscribedEventHandler? MqttMsgSubscribed;

        public MqttSettings Settings { get; } = new MqttSettings();

        public virtual MqttReasonCode Connect(
            string clientId, string username, string password, bool willRetain, MqttQoSLevel willQosLevel, bool willFlag, string willTopic,
            string willMessage, bool cleanSession, ushort keepAlivePeriod)
        {
            _broker.Note("connect " + clientId + " will " + willTopic + "=" + willMessage);
            _broker.BeforeConnect?.Invoke();
            if (_broker.Answer == MqttReasonCode.Success)
            {
                _broker.Client = this;
            }

            return _broker.Answer;
        }

        public virtual ushort Subscribe(string[] topics, MqttQoSLevel[] qosLevels)
        {
            _broker.Note("subscribe " + string.Join(",", topics));
            MqttQoSLevel granted = _broker.RefusesSubscription ? MqttQoSLevel.GrantedFailure : MqttQoSLevel.AtLeastOnce;
            MqttQoSLevel[] all = new MqttQoSLevel[topics.Length];
            Array.Fill(all, granted);
            Later(() =>
            {
                MqttMsgSubscribed?.Invoke(this, new MqttMsgSubscribedEventArgs(all));
                _broker.OnSubscribed?.Invoke(this);
            });
            return NextId();
        }

        public virtual ushort Publish(
            string topic, byte[] message, string contentType, ArrayList userProperties, MqttQoSLevel qosLevel, bool retain)
        {
            _broker.BeforePublish?.Invoke();
            ushort id = _broker.FixedPacketId != 0 ? _broker.FixedPacketId : NextId();
            if (_broker.Take(topic, message, retain) && qosLevel == MqttQoSLevel.AtLeastOnce && !_broker.SwallowsPublishes)
            {
                Thread answer = Later(() => MqttMsgPublished?.Invoke(this, new MqttMsgPublishedEventArgs(id, true)));
                if (_broker.AnswersBeforePublishReturns)
                {
                    answer.Join(200);
                }
            }

            return id;
        }

        public virtual void Disconnect() => _broker.Note("disconnect");

        public virtual void Close()
        {
            _broker.Note("close");
            _broker.BeforeClose?.Invoke();
        }

        public void Dispose() => GC.SuppressFinalize(this);

        /// <summary>The broker sends a message.</summary>
        public void Deliver(string topic, byte[] payload) =>
            Later(() => MqttMsgPublishReceived?.Invoke(this, new MqttMsgPublishEventArgs(topic, payload)));

        /// <summary>The connection breaks.</summary>
        public void Break() => Later(() => ConnectionClosed?.Invoke(this, EventArgs.Empty));

        private ushort NextId() => (ushort)Interlocked.Increment(ref _packetId);

        private Thread Later(Action act)
        {
            Thread thread = new Thread(() =>
            {
                try
                {
                    act();
                }
                catch (Exception thrown)
                {
                    _broker.Note("handler threw " + thrown.GetType().Name);
                    ConnectionClosed?.Invoke(this, EventArgs.Empty);
                }
            });
            thread.IsBackground = true;
            thread.Start();
            return thread;
        }
    }
}

namespace nanoFramework.M2Mqtt.Exceptions
{
    /// <summary>The client refuses.</summary>
    public sealed class MqttClientException : Exception
    {
    }
}

namespace nanoFramework.M2Mqtt.Messages
{
    /// <summary>Qualities of service.</summary>
    public enum MqttQoSLevel
    {
        AtMostOnce = 0,
        AtLeastOnce = 1,
        GrantedFailure = 128,
    }

    /// <summary>Answers to CONNECT.</summary>
    public enum MqttReasonCode
    {
        Success = 0,
        ConnectionRefusedIdentifierRejected = 2,
        ServerUnavailable = 3,
        ConnectionRefusedBadUserNameOrPassword = 4,
        ConnectionRefusedNotAuthorized = 5,
    }

    /// <summary>A message arrived.</summary>
    public sealed class MqttMsgPublishEventArgs : EventArgs
    {
        public MqttMsgPublishEventArgs(string topic, byte[] message)
        {
            Topic = topic;
            Message = message;
        }

        public string Topic { get; }

        public byte[] Message { get; }
    }

    /// <summary>A message has an answer, or was given up.</summary>
    public sealed class MqttMsgPublishedEventArgs : EventArgs
    {
        public MqttMsgPublishedEventArgs(ushort messageId, bool isPublished)
        {
            MessageId = messageId;
            IsPublished = isPublished;
        }

        public ushort MessageId { get; set; }

        public bool IsPublished { get; set; }
    }

    /// <summary>A subscription has an answer.</summary>
    public sealed class MqttMsgSubscribedEventArgs : EventArgs
    {
        public MqttMsgSubscribedEventArgs(MqttQoSLevel[] grantedQoSLevels)
        {
            GrantedQoSLevels = grantedQoSLevels;
        }

        public MqttQoSLevel[] GrantedQoSLevels { get; }
    }
}
