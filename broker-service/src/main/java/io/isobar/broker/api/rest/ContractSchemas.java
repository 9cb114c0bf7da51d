package io.isobar.broker.api.rest;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** JSON schemas of the contract's messages, made from their descriptors: they cannot differ from what is sent. */
final class ContractSchemas {
    static final String PROBLEM = "Problem";
    private static final String REFERENCE = "#/components/schemas/";

    private ContractSchemas() {}

    static Map<String, Schema> all() {
        var contract = new Contract();
        var schemas = new LinkedHashMap<String, Schema>();
        contract.messages().forEach((name, message) -> schemas.put(name, message(message)));
        contract.enums().forEach((name, values) -> schemas.put(name, enumeration(values)));
        schemas.put(PROBLEM, problem());
        return schemas;
    }

    static Schema reference(String name) {
        return OASFactory.createSchema().ref(REFERENCE + name);
    }

    private static Schema message(Descriptor message) {
        var schema = object();
        for (var field : message.getFields()) {
            schema.addProperty(field.getJsonName(), field(field));
        }
        return schema;
    }

    private static Schema field(FieldDescriptor field) {
        if (field.isMapField()) {
            return object().additionalPropertiesSchema(
                            single(field.getMessageType().findFieldByNumber(2)));
        }
        return field.isRepeated()
                ? OASFactory.createSchema().addType(SchemaType.ARRAY).items(single(field))
                : single(field);
    }

    private static Schema single(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case BOOLEAN -> OASFactory.createSchema().addType(SchemaType.BOOLEAN);
            case STRING -> text();
            case BYTE_STRING -> text().format("byte");
            case INT -> OASFactory.createSchema().addType(SchemaType.INTEGER).format("int32");
            // Proto3 JSON writes them as text: a number of JavaScript cannot hold them.
            case LONG -> text().format("int64");
            case FLOAT, DOUBLE ->
                OASFactory.createSchema().addType(SchemaType.NUMBER).format("double");
            case ENUM -> reference(field.getEnumType().getName());
            case MESSAGE ->
                switch (field.getMessageType().getFullName()) {
                    case "google.protobuf.Timestamp" -> text().format("date-time");
                    case "google.protobuf.Duration" -> text().pattern("^-?[0-9]+(\\.[0-9]{1,9})?s$");
                    default -> reference(field.getMessageType().getName());
                };
        };
    }

    private static Schema enumeration(EnumDescriptor values) {
        List<Object> names = new ArrayList<>();
        values.getValues().forEach(value -> names.add(value.getName()));
        return text().enumeration(names);
    }

    private static Schema problem() {
        var violation = object().addProperty("field", text())
                .addProperty("problem", text())
                .addProperty(
                        "line",
                        OASFactory.createSchema().addType(SchemaType.INTEGER).minimum(BigDecimal.ONE));
        return object().description("RFC 9457; `reason` is one of the names of Reason without REASON_")
                .addProperty("type", text().format("uri"))
                .addProperty("title", text())
                .addProperty("status", OASFactory.createSchema().addType(SchemaType.INTEGER))
                .addProperty("detail", text())
                .addProperty("reason", text())
                .addProperty("remedy", text())
                .addProperty("metadata", object().additionalPropertiesSchema(text()))
                .addProperty(
                        "violations",
                        OASFactory.createSchema().addType(SchemaType.ARRAY).items(violation));
    }

    private static Schema object() {
        return OASFactory.createSchema().addType(SchemaType.OBJECT);
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }
}
