using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;
using Xunit.Abstractions;
using ZhiSan.Edge.Tests.Host.Buffering.Faults;

namespace ZhiSan.Edge.Tests.Host.Buffering;

/// <summary>The crash campaign catches faults: each is planted into the compiled journal, or into the store, and must be found.</summary>
public class PlantedFaultTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(true, 6)]
    [InlineData(false, 3)]
    public void Nothing_is_found_where_nothing_is_planted(bool linked, int segments)
    {
        var same = new FaultyJournal("Crc32", "CheckMatches", (_, _) => { });
        Assert.Equal(string.Empty, same.Campaign(linked, segments));
    }

    [Fact]
    public void Skipping_the_CRC_is_caught() =>
        Catches("I", new FaultyJournal("Crc32", "CheckMatches", (method, il) => Return(method, il, 1)), linked: false);

    [Fact]
    public void Using_a_sequence_again_is_caught() =>
        Catches("I4", new FaultyJournal("Starting.Recovery", "LastNumberUsed", (method, il) =>
        {
            // The start counts from the record before the last one that is there.
            Clear(method);
            il.Emit(OpCodes.Ldarg, method.Parameters[0]);
            il.Emit(OpCodes.Ldc_I4_1);
            il.Emit(OpCodes.Conv_I8);
            il.Emit(OpCodes.Sub);
            il.Emit(OpCodes.Ret);
        }), linked: true);

    [Fact]
    public void Deleting_before_the_tombstone_is_caught() =>
        Catches("I", new FaultyJournal("Ring.RingKeeper", "Cover", (method, il) =>
        {
            Instruction first = method.Body.Instructions[0];
            Insert(il, first, il.Create(OpCodes.Ldarg_0), il.Create(OpCodes.Ldfld, Field(method, "_store")),
                il.Create(OpCodes.Ldarg_0), il.Create(OpCodes.Ldfld, Field(method, "_index")), il.Create(OpCodes.Ldc_I4_0),
                il.Create(OpCodes.Callvirt, Method(method, "Segments.SegmentIndex", "Name")),
                il.Create(OpCodes.Callvirt, Method(method, "IStore", "Delete")), il.Create(OpCodes.Pop));
        }), linked: false);

    [Fact]
    public void Flushing_instead_of_closing_is_caught()
    {
        // What is flushed reaches the flash with the next close of any file, or never.
        string found = FaultProbe.RunOver(linked: true, segments: 6, name => name[0] == 't' ? 1 : 0);
        output.WriteLine(found);
        Assert.Contains(": I", found);
    }

    [Fact]
    public void Resetting_the_tails_before_the_segment_append_is_caught() =>
        Catches("I1", new FaultyJournal("Tails.TailSet", "CloseLast", (method, il) =>
        {
            Instruction first = method.Body.Instructions[0];
            for (int i = 0; i < 6; i++)
            {
                Insert(il, first, il.Create(OpCodes.Ldarg_0), il.Create(OpCodes.Ldfld, Field(method, "_store")),
                    il.Create(OpCodes.Ldarg_0), il.Create(OpCodes.Ldfld, Field(method, "_names")), il.Create(OpCodes.Ldc_I4, i), il.Create(OpCodes.Ldelem_Ref),
                    il.Create(OpCodes.Ldc_I4_0), il.Create(OpCodes.Newarr, method.Module.TypeSystem.Byte), il.Create(OpCodes.Ldc_I4_0), il.Create(OpCodes.Ldc_I4_0),
                    il.Create(OpCodes.Callvirt, Method(method, "IStore", "Write")), il.Create(OpCodes.Pop));
            }
        }), linked: true);

    [Fact]
    public void A_wrong_state_after_the_restart_is_caught() =>
        Catches("I", new FaultyJournal("Pages.PageWriter", "LoadRows", (method, il) =>
        {
            // The models are not trained again with the rows that are there.
            Instruction code = Call(method, "Code");
            il.InsertBefore(code, il.Create(OpCodes.Pop));
            il.Replace(code, il.Create(OpCodes.Pop));
        }), linked: true);

    [Fact]
    public void One_off_where_a_segment_begins_is_caught() =>
        Catches("I", new FaultyJournal("Segments.SegmentFile", "Begin", (method, il) =>
        {
            Instruction first = method.Body.Instructions[0];
            Insert(il, first, il.Create(OpCodes.Ldarg, method.Parameters[0]), il.Create(OpCodes.Ldc_I4_1), il.Create(OpCodes.Conv_I8),
                il.Create(OpCodes.Add), il.Create(OpCodes.Starg, method.Parameters[0]));
        }), linked: true);

    [Fact]
    public void An_acknowledgement_beyond_what_is_durable_is_caught() =>
        Catches("I", new FaultyJournal("Journal", "Acknowledge", (method, il) =>
        {
            Instruction sent = Call(method, "get_Sent");
            il.InsertBefore(sent, il.Create(OpCodes.Pop));
            il.Replace(sent, il.Create(OpCodes.Ldc_I8, long.MaxValue));
        }), linked: true);

    [Fact]
    public void A_chain_that_does_not_move_on_is_caught() =>
        Catches("chain", new FaultyJournal("Pages.PageWriter", "CommitSeal", (method, il) =>
        {
            Instruction copy = Call(method, "Copy");
            for (int i = 0; i < 4; i++)
            {
                il.InsertBefore(copy, il.Create(OpCodes.Pop));
            }

            il.Replace(copy, il.Create(OpCodes.Pop));
        }), linked: true);

    [Fact]
    public void Freeing_without_a_tombstone_is_caught() =>
        Catches("I1", new FaultyJournal("Ring.Thinner", "Next", (method, il) => Return(method, il, 2)), linked: false);

    private void Catches(string promise, FaultyJournal fault, bool linked)
    {
        string found = fault.Campaign(linked, linked ? 6 : 3);
        output.WriteLine(found);
        Assert.Contains(": " + promise, found);
    }

    private static void Clear(MethodDefinition method)
    {
        method.Body.Instructions.Clear();
        method.Body.ExceptionHandlers.Clear();
        method.Body.Variables.Clear();
    }

    private static void Return(MethodDefinition method, ILProcessor il, int value)
    {
        Clear(method);
        il.Emit(OpCodes.Ldc_I4, value);
        il.Emit(OpCodes.Ret);
    }

    private static void Insert(ILProcessor il, Instruction before, params Instruction[] instructions)
    {
        foreach (Instruction instruction in instructions)
        {
            il.InsertBefore(before, instruction);
        }
    }

    private static FieldDefinition Field(MethodDefinition method, string name) => method.DeclaringType.Fields.Single(field => field.Name == name);

    private static MethodDefinition Method(MethodDefinition inModule, string type, string name) =>
        inModule.Module.GetType("ZhiSan.Edge.Buffering." + type).Methods.Single(method => method.Name == name);

    private static Instruction Call(MethodDefinition method, string name) => method.Body.Instructions.First(
        i => (i.OpCode == OpCodes.Call || i.OpCode == OpCodes.Callvirt) && ((MethodReference)i.Operand).Name == name);
}
