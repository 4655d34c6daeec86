package dev.peregrine.cache.internal.json;

import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/// The class that is generated for one record: an object with its components, in their order.
///
/// It is hidden and lives beside this one. Accessors, constructor and the forms of components are
/// its constants, so the compiler of the runtime sees through them as through hand-written code. It
/// has no branches; those are in [Steps].
///
/// @param place the record, for people
/// @param constructor takes what the accessors return
/// @param members in the constructor's order
record RecordClass(String place, MethodHandle constructor, List<Member> members) {

  private static final ClassDesc GENERATED = descriptor(RecordClass.class).nested("Generated");
  private static final ClassDesc FORM = descriptor(Form.class);
  private static final ClassDesc STEPS = descriptor(Steps.class);
  private static final ClassDesc GENERATOR = descriptor(JsonGenerator.class);
  private static final ClassDesc PARSER = descriptor(JsonParser.class);
  private static final ClassDesc NAME = descriptor(SerializedString.class);
  private static final MethodTypeDesc WRITE = type(CD_void, GENERATOR, CD_Object);
  private static final MethodTypeDesc READ = type(CD_Object, PARSER);
  private static final MethodTypeDesc PLACED = type(CD_void, PARSER, CD_String);
  private static final DirectMethodHandleDesc CLASS_DATA =
      ConstantDescs.ofConstantBootstrap(
          descriptor(MethodHandles.class), "classDataAt", CD_Object, CD_int);

  /// Constants that a member has: its name, accessor and form.
  private static final int EACH = 3;

  /// One component.
  ///
  /// @param name the component's
  /// @param place the component, for people
  /// @param accessor takes the record as an object
  /// @param form of what the accessor returns, if that is an object
  record Member(String name, String place, MethodHandle accessor, Form form) {

    private ClassDesc carried() {
      return descriptor(accessor.type().returnType());
    }
  }

  /// Generates the class and returns its only instance.
  Form form() {
    var constants = new ArrayList<Object>();
    constants.add(constructor);
    for (var member : members) {
      constants.add(new SerializedString(member.name()));
      constants.add(member.accessor());
      constants.add(member.form());
    }
    try {
      return (Form)
          MethodHandles.lookup()
              .defineHiddenClassWithClassData(bytes(), List.copyOf(constants), true)
              .lookupClass()
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(place + ": no class for it", impossible);
    }
  }

  private byte[] bytes() {
    return ClassFile.of()
        .build(
            GENERATED,
            type ->
                type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
                    .withInterfaceSymbols(FORM)
                    .withMethodBody(
                        ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0, RecordClass::construct)
                    .withMethodBody("write", WRITE, ClassFile.ACC_PUBLIC, this::write)
                    .withMethodBody("read", READ, ClassFile.ACC_PUBLIC, this::read));
  }

  private static void construct(CodeBuilder code) {
    code.aload(0)
        .invokespecial(CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
        .return_();
  }

  private void write(CodeBuilder code) {
    var json = code.parameterSlot(0);
    var value = code.parameterSlot(1);
    code.aload(value).loadConstant(place);
    code.invokestatic(STEPS, "present", type(CD_Object, CD_Object, CD_String)).pop();
    code.aload(json).invokevirtual(GENERATOR, "writeStartObject", type(CD_void));
    for (var at = 0; at < members.size(); at++) {
      var first = 1 + EACH * at;
      var carried = members.get(at).carried();
      code.aload(json).loadConstant(constant(NAME, first));
      code.invokevirtual(
          GENERATOR, "writeFieldName", type(CD_void, descriptor(SerializableString.class)));
      if (!carried.isPrimitive()) {
        code.loadConstant(constant(FORM, first + 2));
      }
      code.aload(json).loadConstant(constant(CD_MethodHandle, first + 1)).aload(value);
      code.invokevirtual(CD_MethodHandle, "invokeExact", type(carried, CD_Object));
      if (!carried.isPrimitive()) {
        code.invokeinterface(FORM, "write", WRITE);
      } else if (carried.equals(CD_double)) {
        code.invokestatic(STEPS, "writeDouble", type(CD_void, GENERATOR, CD_double));
      } else {
        var method = carried.equals(CD_boolean) ? "writeBoolean" : "writeNumber";
        code.invokevirtual(GENERATOR, method, type(CD_void, carried));
      }
    }
    code.aload(json).invokevirtual(GENERATOR, "writeEndObject", type(CD_void)).return_();
  }

  private void read(CodeBuilder code) {
    var json = code.parameterSlot(0);
    code.aload(json).loadConstant(place).invokestatic(STEPS, "begin", PLACED);
    code.loadConstant(constant(CD_MethodHandle, 0));
    for (var at = 0; at < members.size(); at++) {
      var first = 1 + EACH * at;
      var member = members.get(at);
      var carried = member.carried();
      code.aload(json).loadConstant(constant(NAME, first)).loadConstant(member.place());
      code.invokestatic(STEPS, "member", type(CD_void, PARSER, NAME, CD_String));
      if (carried.isPrimitive()) {
        var name = carried.displayName();
        code.aload(json).loadConstant(member.place());
        code.invokestatic(
            STEPS,
            "read" + Character.toUpperCase(name.charAt(0)) + name.substring(1),
            type(carried, PARSER, CD_String));
      } else {
        code.loadConstant(constant(FORM, first + 2)).aload(json);
        code.invokeinterface(FORM, "read", READ);
      }
    }
    code.aload(json).loadConstant(place).invokestatic(STEPS, "end", PLACED);
    var carried = members.stream().map(Member::carried).toArray(ClassDesc[]::new);
    code.invokevirtual(CD_MethodHandle, "invokeExact", type(CD_Object, carried)).areturn();
  }

  private static ConstantDesc constant(ClassDesc type, int at) {
    return DynamicConstantDesc.ofNamed(CLASS_DATA, ConstantDescs.DEFAULT_NAME, type, at);
  }

  private static ClassDesc descriptor(Class<?> type) {
    return ClassDesc.ofDescriptor(type.descriptorString());
  }

  private static MethodTypeDesc type(ClassDesc result, ClassDesc... parameters) {
    return MethodTypeDesc.of(result, parameters);
  }
}
