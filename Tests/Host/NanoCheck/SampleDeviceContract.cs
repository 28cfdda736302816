namespace ZhiSan.Edge.Tests.Host.NanoCheck;

/// <summary>A small device program, and the lines of the API lists that it needs (found by <c>ProposeContractForSources</c>).</summary>
internal static class SampleDeviceContract
{
    /// <summary>The program: MQTT, I2C, a serial port and a file, in the device's flavour.</summary>
    public const string Program = """
        using System;
        using System.Device.I2c;
        using System.IO;
        using System.IO.Ports;
        using System.Text;
        using System.Threading;
        using nanoFramework.Hardware.Esp32;
        using nanoFramework.M2Mqtt;
        using nanoFramework.M2Mqtt.Messages;

        namespace Sample
        {
            public sealed class Device : IDisposable
            {
                private readonly object gate = new();
                private readonly MqttClient client = new("broker.example");
                private readonly I2cDevice bus;
                private SerialPort? port;
                private int received;

                public Device()
                {
                    Configuration.SetPinFunction(21, DeviceFunction.I2C1_DATA);
                    bus = new I2cDevice(new I2cConnectionSettings(1, 0x44, I2cBusSpeed.FastMode));
                    client.MqttMsgPublishReceived += OnReceived;
                    client.ConnectionClosed += OnClosed;
                }

                public bool Connect(string id)
                {
                    MqttReasonCode code = client.Connect(id);
                    return code == MqttReasonCode.Success && client.IsConnected;
                }

                public void Publish(string topic, string text) =>
                    client.Publish(topic, Encoding.UTF8.GetBytes(text), null, null, MqttQoSLevel.AtLeastOnce, false);

                public void Append(string path, byte[] bytes, int count)
                {
                    using (FileStream file = new(path, FileMode.Append, FileAccess.Write))
                    {
                        file.Write(bytes, 0, count);
                    }

                    lock (gate)
                    {
                        received++;
                    }
                }

                public string Describe(int n) => $"received {received} of {n}";

                public I2cTransferStatus Measure(byte[] buffer) => bus.Read(buffer).Status;

                public void OpenConsole()
                {
                    port = new SerialPort("COM2", 115200, Parity.None, 8, StopBits.One);
                    port.DataReceived += OnData;
                    port.Open();
                    new Thread(Run).Start();
                }

                public void Dispose()
                {
                    client.Close();
                    bus.Dispose();
                }

                private void Run()
                {
                    try
                    {
                        Thread.Sleep(Timeout.Infinite);
                    }
                    catch (Exception e) when (e.Message.Length > 0)
                    {
                        received = 0;
                    }
                }

                private void OnData(object sender, SerialDataReceivedEventArgs e)
                {
                    if (e.EventType == SerialData.WatchChar)
                    {
                        received += port!.BytesToRead;
                    }
                }

                private void OnReceived(object sender, MqttMsgPublishEventArgs e) => received += e.Message.Length;

                private void OnClosed(object sender, EventArgs e) => received = 0;
            }
        }
        """;

    /// <summary>Its contract.</summary>
    public const string Lines = """
        System.Device.I2c|System.Device.I2c.I2cBusSpeed|field const System.Device.I2c.I2cBusSpeed FastMode = 1
        System.Device.I2c|System.Device.I2c.I2cBusSpeed|type enum : System.Enum
        System.Device.I2c|System.Device.I2c.I2cConnectionSettings|ctor I2cConnectionSettings(System.Int32 busId, System.Int32 deviceAddress, System.Device.I2c.I2cBusSpeed busSpeed)
        System.Device.I2c|System.Device.I2c.I2cConnectionSettings|type sealed class
        System.Device.I2c|System.Device.I2c.I2cDevice|ctor I2cDevice(System.Device.I2c.I2cConnectionSettings settings)
        System.Device.I2c|System.Device.I2c.I2cDevice|method System.Device.I2c.I2cTransferResult Read(System.SpanByte buffer)
        System.Device.I2c|System.Device.I2c.I2cDevice|method virtual System.Void Dispose()
        System.Device.I2c|System.Device.I2c.I2cDevice|type class : System.IDisposable
        System.Device.I2c|System.Device.I2c.I2cTransferResult|property System.Device.I2c.I2cTransferStatus Status { get; }
        System.Device.I2c|System.Device.I2c.I2cTransferResult|type struct : System.ValueType
        System.Device.I2c|System.Device.I2c.I2cTransferStatus|type enum : System.Enum
        System.IO.FileSystem|System.IO.FileAccess|field const System.IO.FileAccess Write = 2
        System.IO.FileSystem|System.IO.FileAccess|type enum : System.Enum
        System.IO.FileSystem|System.IO.FileMode|field const System.IO.FileMode Append = 6
        System.IO.FileSystem|System.IO.FileMode|type enum : System.Enum
        System.IO.FileSystem|System.IO.FileStream|ctor FileStream(System.String path, System.IO.FileMode mode, System.IO.FileAccess access)
        System.IO.FileSystem|System.IO.FileStream|type class : System.IO.Stream
        System.IO.Ports|System.IO.Ports.Parity|field const System.IO.Ports.Parity None = 0
        System.IO.Ports|System.IO.Ports.Parity|type enum : System.Enum
        System.IO.Ports|System.IO.Ports.SerialDataReceivedEventArgs|property System.IO.Ports.SerialData EventType { get; }
        System.IO.Ports|System.IO.Ports.SerialDataReceivedEventArgs|type class : System.EventArgs
        System.IO.Ports|System.IO.Ports.SerialDataReceivedEventHandler|delegate System.Void Invoke(System.Object sender, System.IO.Ports.SerialDataReceivedEventArgs e)
        System.IO.Ports|System.IO.Ports.SerialDataReceivedEventHandler|type delegate : System.MulticastDelegate
        System.IO.Ports|System.IO.Ports.SerialData|field const System.IO.Ports.SerialData WatchChar = 2
        System.IO.Ports|System.IO.Ports.SerialData|type enum : System.Enum
        System.IO.Ports|System.IO.Ports.SerialPort|ctor SerialPort(System.String portName, System.Int32 baudRate, System.IO.Ports.Parity parity, System.Int32 dataBits, System.IO.Ports.StopBits stopBits)
        System.IO.Ports|System.IO.Ports.SerialPort|event System.IO.Ports.SerialDataReceivedEventHandler DataReceived
        System.IO.Ports|System.IO.Ports.SerialPort|method System.Void Open()
        System.IO.Ports|System.IO.Ports.SerialPort|property System.Int32 BytesToRead { get; }
        System.IO.Ports|System.IO.Ports.SerialPort|type sealed class : System.IDisposable
        System.IO.Ports|System.IO.Ports.StopBits|field const System.IO.Ports.StopBits One = 1
        System.IO.Ports|System.IO.Ports.StopBits|type enum : System.Enum
        System.IO.Streams|System.IO.Stream|method abstract System.Void Write(System.Byte[] buffer, System.Int32 offset, System.Int32 count)
        System.IO.Streams|System.IO.Stream|type abstract class : System.MarshalByRefObject, System.IDisposable
        mscorlib|System.Array|property System.Int32 Length { get; }
        mscorlib|System.Array|type abstract class : System.ICloneable, System.Collections.IList, System.Collections.ICollection, System.Collections.IEnumerable
        mscorlib|System.AttributeTargets|field const System.AttributeTargets All = 16383
        mscorlib|System.AttributeTargets|type enum : System.Enum
        mscorlib|System.AttributeUsageAttribute|ctor AttributeUsageAttribute(System.AttributeTargets validOn)
        mscorlib|System.AttributeUsageAttribute|property System.Boolean AllowMultiple { get; set; }
        mscorlib|System.AttributeUsageAttribute|property System.Boolean Inherited { get; set; }
        mscorlib|System.AttributeUsageAttribute|type sealed class : System.Attribute
        mscorlib|System.Attribute|ctor protected Attribute()
        mscorlib|System.Attribute|type abstract class
        mscorlib|System.Boolean|type struct : System.ValueType
        mscorlib|System.Byte|field const System.Byte MaxValue = 255
        mscorlib|System.Byte|field const System.Byte MinValue = 0
        mscorlib|System.Byte|type struct : System.ValueType
        mscorlib|System.Char|field const System.Char MaxValue = (char)65535
        mscorlib|System.Char|field const System.Char MinValue = (char)0
        mscorlib|System.Char|type struct : System.ValueType
        mscorlib|System.Collections.ArrayList|type class : System.Collections.IList, System.Collections.ICollection, System.Collections.IEnumerable, System.ICloneable
        mscorlib|System.Collections.ICollection|type interface : System.Collections.IEnumerable
        mscorlib|System.Collections.IEnumerable|method abstract System.Collections.IEnumerator GetEnumerator()
        mscorlib|System.Collections.IEnumerable|type interface
        mscorlib|System.Collections.IEnumerator|method abstract System.Boolean MoveNext()
        mscorlib|System.Collections.IEnumerator|property System.Object Current { get; }
        mscorlib|System.Collections.IEnumerator|type interface
        mscorlib|System.Collections.IList|type interface : System.Collections.ICollection, System.Collections.IEnumerable
        mscorlib|System.Delegate|method static System.Delegate Combine(System.Delegate a, System.Delegate b)
        mscorlib|System.Delegate|method static System.Delegate Remove(System.Delegate source, System.Delegate value)
        mscorlib|System.Delegate|type abstract class
        mscorlib|System.Double|type struct : System.ValueType
        mscorlib|System.Enum|type abstract class : System.ValueType
        mscorlib|System.EventArgs|type class
        mscorlib|System.Exception|ctor Exception()
        mscorlib|System.Exception|property System.String Message { get; }
        mscorlib|System.Exception|type class
        mscorlib|System.ICloneable|type interface
        mscorlib|System.IComparable|type interface
        mscorlib|System.IDisposable|method abstract System.Void Dispose()
        mscorlib|System.IDisposable|type interface
        mscorlib|System.Int16|field const System.Int16 MaxValue = 32767
        mscorlib|System.Int16|field const System.Int16 MinValue = -32768
        mscorlib|System.Int16|type struct : System.ValueType
        mscorlib|System.Int32|field const System.Int32 MaxValue = 2147483647
        mscorlib|System.Int32|field const System.Int32 MinValue = -2147483648
        mscorlib|System.Int32|type struct : System.ValueType
        mscorlib|System.Int64|field const System.Int64 MaxValue = 9223372036854775807
        mscorlib|System.Int64|field const System.Int64 MinValue = -9223372036854775808
        mscorlib|System.Int64|type struct : System.ValueType
        mscorlib|System.IntPtr|type struct : System.ValueType
        mscorlib|System.InvalidOperationException|ctor InvalidOperationException()
        mscorlib|System.InvalidOperationException|type class : System.SystemException
        mscorlib|System.MarshalByRefObject|type abstract class
        mscorlib|System.MulticastDelegate|type abstract class : System.Delegate
        mscorlib|System.Object|ctor Object()
        mscorlib|System.Object|method virtual System.Boolean Equals(System.Object obj)
        mscorlib|System.Object|method virtual System.Int32 GetHashCode()
        mscorlib|System.Object|method virtual System.String ToString()
        mscorlib|System.Object|type class
        mscorlib|System.ParamArrayAttribute|ctor ParamArrayAttribute()
        mscorlib|System.ParamArrayAttribute|type sealed class : System.Attribute
        mscorlib|System.Reflection.DefaultMemberAttribute|ctor DefaultMemberAttribute(System.String memberName)
        mscorlib|System.Reflection.DefaultMemberAttribute|type sealed class : System.Attribute
        mscorlib|System.Reflection.IReflect|type interface
        mscorlib|System.Reflection.MemberInfo|type abstract class
        mscorlib|System.Runtime.CompilerServices.ExtensionAttribute|ctor ExtensionAttribute()
        mscorlib|System.Runtime.CompilerServices.ExtensionAttribute|type sealed class : System.Attribute
        mscorlib|System.Runtime.CompilerServices.IndexerNameAttribute|ctor IndexerNameAttribute(System.String indexerName)
        mscorlib|System.Runtime.CompilerServices.IndexerNameAttribute|type sealed class : System.Attribute
        mscorlib|System.Runtime.CompilerServices.IsExternalInit|type static class
        mscorlib|System.Runtime.CompilerServices.RuntimeHelpers|method static System.Void InitializeArray(System.Array array, System.RuntimeFieldHandle fldHandle)
        mscorlib|System.Runtime.CompilerServices.RuntimeHelpers|type static class
        mscorlib|System.RuntimeFieldHandle|type struct : System.ValueType
        mscorlib|System.RuntimeMethodHandle|type struct : System.ValueType
        mscorlib|System.RuntimeTypeHandle|type struct : System.ValueType
        mscorlib|System.SByte|field const System.SByte MaxValue = 127
        mscorlib|System.SByte|field const System.SByte MinValue = -128
        mscorlib|System.SByte|type struct : System.ValueType
        mscorlib|System.Single|type struct : System.ValueType
        mscorlib|System.SpanByte|method static System.SpanByte op_Implicit(System.Byte[] array)
        mscorlib|System.SpanByte|type struct : System.ValueType
        mscorlib|System.String|method static System.Boolean op_Equality(System.String a, System.String b)
        mscorlib|System.String|method static System.String Concat(System.String str0, System.String str1)
        mscorlib|System.String|method static System.String Format(System.String format, System.Object[] args)
        mscorlib|System.String|property System.Char Chars[System.Int32 index] { get; }
        mscorlib|System.String|property System.Int32 Length { get; }
        mscorlib|System.String|type sealed class : System.IComparable, System.Collections.IEnumerable
        mscorlib|System.SystemException|type class : System.Exception
        mscorlib|System.Threading.Monitor|method static System.Void Enter(System.Object obj)
        mscorlib|System.Threading.Monitor|method static System.Void Exit(System.Object obj)
        mscorlib|System.Threading.Monitor|type static class
        mscorlib|System.Threading.ThreadStart|delegate System.Void Invoke()
        mscorlib|System.Threading.ThreadStart|type delegate : System.MulticastDelegate
        mscorlib|System.Threading.Thread|ctor Thread(System.Threading.ThreadStart start)
        mscorlib|System.Threading.Thread|method System.Void Start()
        mscorlib|System.Threading.Thread|method static System.Void Sleep(System.Int32 millisecondsTimeout)
        mscorlib|System.Threading.Thread|type sealed class
        mscorlib|System.Threading.Timeout|field const System.Int32 Infinite = -1
        mscorlib|System.Threading.Timeout|type static class
        mscorlib|System.Type|method static System.Type GetTypeFromHandle(System.RuntimeTypeHandle handle)
        mscorlib|System.Type|type abstract class : System.Reflection.MemberInfo, System.Reflection.IReflect
        mscorlib|System.UInt16|field const System.UInt16 MaxValue = 65535
        mscorlib|System.UInt16|field const System.UInt16 MinValue = 0
        mscorlib|System.UInt16|type struct : System.ValueType
        mscorlib|System.UInt32|field const System.UInt32 MaxValue = 4294967295
        mscorlib|System.UInt32|field const System.UInt32 MinValue = 0
        mscorlib|System.UInt32|type struct : System.ValueType
        mscorlib|System.UInt64|field const System.UInt64 MaxValue = 18446744073709551615
        mscorlib|System.UInt64|field const System.UInt64 MinValue = 0
        mscorlib|System.UInt64|type struct : System.ValueType
        mscorlib|System.UIntPtr|type struct : System.ValueType
        mscorlib|System.ValueType|type abstract class
        mscorlib|System.Void|type struct : System.ValueType
        nanoFramework.Hardware.Esp32|nanoFramework.Hardware.Esp32.Configuration|method static System.Void SetPinFunction(System.Int32 pin, nanoFramework.Hardware.Esp32.DeviceFunction value)
        nanoFramework.Hardware.Esp32|nanoFramework.Hardware.Esp32.Configuration|type class
        nanoFramework.Hardware.Esp32|nanoFramework.Hardware.Esp32.DeviceFunction|field const nanoFramework.Hardware.Esp32.DeviceFunction I2C1_DATA = 131328
        nanoFramework.Hardware.Esp32|nanoFramework.Hardware.Esp32.DeviceFunction|type enum : System.Enum
        nanoFramework.M2Mqtt.Core|nanoFramework.M2Mqtt.IMqttClient.ConnectionClosedEventHandler|delegate System.Void Invoke(System.Object sender, System.EventArgs e)
        nanoFramework.M2Mqtt.Core|nanoFramework.M2Mqtt.IMqttClient.ConnectionClosedEventHandler|type delegate : System.MulticastDelegate
        nanoFramework.M2Mqtt.Core|nanoFramework.M2Mqtt.IMqttClient.MqttMsgPublishEventHandler|delegate System.Void Invoke(System.Object sender, nanoFramework.M2Mqtt.Messages.MqttMsgPublishEventArgs e)
        nanoFramework.M2Mqtt.Core|nanoFramework.M2Mqtt.IMqttClient.MqttMsgPublishEventHandler|type delegate : System.MulticastDelegate
        nanoFramework.M2Mqtt.Core|nanoFramework.M2Mqtt.IMqttClient|type interface
        nanoFramework.M2Mqtt.Core|nanoFramework.M2Mqtt.Messages.MqttMsgPublishEventArgs|property System.Byte[] Message { get; }
        nanoFramework.M2Mqtt.Core|nanoFramework.M2Mqtt.Messages.MqttMsgPublishEventArgs|type class : System.EventArgs
        nanoFramework.M2Mqtt.Core|nanoFramework.M2Mqtt.Messages.MqttQoSLevel|field const nanoFramework.M2Mqtt.Messages.MqttQoSLevel AtLeastOnce = 1
        nanoFramework.M2Mqtt.Core|nanoFramework.M2Mqtt.Messages.MqttQoSLevel|type enum : System.Enum
        nanoFramework.M2Mqtt.Core|nanoFramework.M2Mqtt.Messages.MqttReasonCode|field const nanoFramework.M2Mqtt.Messages.MqttReasonCode Success = 0
        nanoFramework.M2Mqtt.Core|nanoFramework.M2Mqtt.Messages.MqttReasonCode|type enum : System.Enum
        nanoFramework.M2Mqtt|nanoFramework.M2Mqtt.MqttClient|ctor MqttClient(System.String brokerHostName)
        nanoFramework.M2Mqtt|nanoFramework.M2Mqtt.MqttClient|event nanoFramework.M2Mqtt.IMqttClient.ConnectionClosedEventHandler ConnectionClosed
        nanoFramework.M2Mqtt|nanoFramework.M2Mqtt.MqttClient|event nanoFramework.M2Mqtt.IMqttClient.MqttMsgPublishEventHandler MqttMsgPublishReceived
        nanoFramework.M2Mqtt|nanoFramework.M2Mqtt.MqttClient|method nanoFramework.M2Mqtt.Messages.MqttReasonCode Connect(System.String clientId)
        nanoFramework.M2Mqtt|nanoFramework.M2Mqtt.MqttClient|method virtual System.UInt16 Publish(System.String topic, System.Byte[] message, System.String contentType, System.Collections.ArrayList userProperties, nanoFramework.M2Mqtt.Messages.MqttQoSLevel qosLevel, System.Boolean retain)
        nanoFramework.M2Mqtt|nanoFramework.M2Mqtt.MqttClient|method virtual System.Void Close()
        nanoFramework.M2Mqtt|nanoFramework.M2Mqtt.MqttClient|property System.Boolean IsConnected { get; }
        nanoFramework.M2Mqtt|nanoFramework.M2Mqtt.MqttClient|type class : nanoFramework.M2Mqtt.IMqttClient, System.IDisposable
        nanoFramework.System.Text|System.Text.Encoding|method virtual System.Byte[] GetBytes(System.String s)
        nanoFramework.System.Text|System.Text.Encoding|property static System.Text.Encoding UTF8 { get; }
        nanoFramework.System.Text|System.Text.Encoding|type abstract class
        """;
}
