using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using Xunit;
using ZhiSan.Edge.NanoCheck;
using ZhiSan.Edge.Tests.Host.NanoCheck;

namespace ZhiSan.Edge.Tests.Host.Device;

/// <summary>
/// What the device's code reaches, read from the assembly that the gate compiles against the generated declarations. Together with
/// CompositionTests, where hardware that fails at any touch is never touched, it shows that a configuration alone keeps the
/// gateway away from Wi-Fi, GPIO, I2C and serial ports.
/// </summary>
public sealed class DeviceReachTests
{
    private const string HardwareSpace = "ZhiSan.Edge.Device.Hardware";
    private const string DriverSpace = "ZhiSan.Edge.Sensors.Drivers";

    private static readonly string[] HardwareAssemblies =
    [
        "System.Device.", "System.IO.Ports", "nanoFramework.Hardware.", "nanoFramework.Device.", "nanoFramework.Networking.", "Iot.Device.",
    ];

    private static readonly AssemblyDefinition Firmware = Compile(DeviceSources.Image(Repository.Root));

    [Fact]
    public void Only_the_hardware_folder_and_the_drivers_refer_to_hardware()
    {
        string[] touching = [.. Types().Where(t => References(t).Any(IsHardware)).Select(t => t.Namespace).Distinct()];

        Assert.NotEmpty(touching);
        Assert.All(touching, n => Assert.True(IsHardwareSpace(n), n));
    }

    [Fact]
    public void From_outside_nothing_but_the_making_of_Esp32Hardware_leads_into_them()
    {
        string[] ways =
        [
            .. Types().Where(t => !IsHardwareSpace(t.Namespace)).SelectMany(t => t.Methods).Where(m => m.HasBody)
                .SelectMany(m => m.Body.Instructions.Select(i => i.Operand).OfType<MemberReference>()
                    .Where(o => IsHardwareSpace((o as TypeReference ?? o.DeclaringType).Namespace))
                    .Select(o => $"{m.DeclaringType.Name}.{m.Name} -> {o.DeclaringType?.Name}.{o.Name}"))
                .Distinct(),
        ];

        Assert.Equal(["Program.Main -> Esp32Hardware..ctor"], ways);
    }

    [Fact]
    public void Making_Esp32Hardware_touches_nothing()
    {
        TypeDefinition hardware = Types().Single(t => t.Name == "Esp32Hardware");

        Assert.DoesNotContain(hardware.Methods, m => m.Name == ".cctor");
        Assert.All(
            hardware.Methods.Single(m => m.Name == ".ctor").Body.Instructions.Select(i => i.Operand).OfType<MemberReference>(),
            o => Assert.Equal("Object", o.DeclaringType.Name));
        Assert.DoesNotContain(Types().Where(t => IsHardwareSpace(t.Namespace)), t => t.Methods.Any(m => m.Name == ".cctor"));
    }

    [Fact]
    public void Without_the_hardware_folder_and_drivers_the_rest_refers_to_what_the_README_lists()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "Firmware", "README.md"));
        SourceAssembly[] image = [.. DeviceSources.Image(Repository.Root)];
        string[] kept = [.. image[^1].Paths.Where(p => !Parts(p).Any(f => f is "Hardware" or "Drivers"))];
        string[] bare = [.. kept.Select(Bare)];
        try
        {
            AssemblyDefinition assembly = Compile([.. image[..^1], image[^1] with { Paths = bare }]);

            string[] references = [.. assembly.MainModule.AssemblyReferences.Select(r => r.Name)];
            Assert.DoesNotContain(references, IsHardwareName);
            Assert.All(references.Where(r => !r.StartsWith("ZhiSan.", StringComparison.Ordinal)),
                r => Assert.Contains(r.Replace("nanoFramework.", "", StringComparison.Ordinal).Replace("System.", "", StringComparison.Ordinal), readme, StringComparison.Ordinal));
        }
        finally
        {
            foreach (string copy in bare.Except(kept))
            {
                File.Delete(copy);
            }
        }
    }

    private static string[] Parts(string path) => path.Split(Path.DirectorySeparatorChar);

    // Program chooses by a symbol of the project: the copy defines it.
    private static string Bare(string path)
    {
        string text = File.ReadAllText(path);
        if (!text.Contains("ZHISAN_BARE", StringComparison.Ordinal))
        {
            return path;
        }

        string copy = Path.Combine(Path.GetTempPath(), $"bare-{Guid.NewGuid():N}.cs");
        File.WriteAllText(copy, "#define ZHISAN_BARE\n" + text);
        return copy;
    }

    private static AssemblyDefinition Compile(IReadOnlyList<SourceAssembly> assemblies)
    {
        DeviceCompilation compiled = DeviceCompiler.Compile(DeviceContract.Embedded(), assemblies)[^1];
        Assert.Empty(compiled.Findings);
        return AssemblyDefinition.ReadAssembly(new MemoryStream(compiled.Assembly!));
    }

    private static IEnumerable<TypeDefinition> Types() => Firmware.MainModule.GetTypes().Where(t => t.Namespace.Length > 0);

    private static bool IsHardwareSpace(string? name) =>
        name is not null && (name.StartsWith(HardwareSpace, StringComparison.Ordinal) || name.StartsWith(DriverSpace, StringComparison.Ordinal));

    private static bool IsHardware(TypeReference type) =>
        type.GetElementType().Scope is AssemblyNameReference assembly && IsHardwareName(assembly.Name);

    private static bool IsHardwareName(string assembly) => HardwareAssemblies.Any(h => assembly.StartsWith(h, StringComparison.Ordinal));

    private static IEnumerable<TypeReference> References(TypeDefinition type) =>
        type.Fields.Select(f => f.FieldType)
            .Concat(type.Methods.SelectMany(m => m.Parameters.Select(p => p.ParameterType).Append(m.ReturnType)))
            .Concat(type.Methods.Where(m => m.HasBody).SelectMany(m => m.Body.Variables.Select(v => v.VariableType)
                .Concat(m.Body.Instructions.Select(i => i.Operand as TypeReference ?? (i.Operand as MemberReference)?.DeclaringType).OfType<TypeReference>())))
            .Concat(type.Interfaces.Select(i => i.InterfaceType)).Append(type.BaseType).OfType<TypeReference>();
}
