using System.Linq;
using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC128: records.</summary>
internal sealed class RecordRule : Rule
{
    public override string Id => "NC128";

    public override string Title => "record";

    public override string Why => "Records are built on IEquatable<T> and EqualityComparer<T>, which the device does not have.";

    public override string Instead => "Write a class with readonly fields.";

    public override void OnType(TypeDefinition type, RuleContext context)
    {
        if (type.Methods.Any(m =>
            m.Name == "PrintMembers" && m.CustomAttributes.Any(a => a.AttributeType.Name == "CompilerGeneratedAttribute")))
        {
            context.Report(this, new CodePlace(type), $"{MemberKey.TypeName(type)} is a record");
        }
    }
}
