package io.isobar.integration.session;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The contract as last released, and messages as it has them: what was added since is left out, at whatever depth. */
final class OlderContract {
    /** Its protocol's minor; the major is the same. */
    static final int MINOR = 0;

    private static final Path RELEASED = Path.of("../proto/baseline.binpb");
    private static final String PACKAGE = "isobar.region.v1";

    private final Map<String, FileDescriptor> files = new HashMap<>();

    OlderContract() {
        try {
            var all = new HashMap<String, FileDescriptorProto>();
            FileDescriptorSet.parseFrom(Files.readAllBytes(RELEASED))
                    .getFileList()
                    .forEach(file -> all.put(file.getName(), file));
            for (var name : all.keySet()) {
                link(name, all);
            }
        } catch (IOException | DescriptorValidationException unusable) {
            throw new IllegalStateException(RELEASED + " cannot be read", unusable);
        }
    }

    private FileDescriptor link(String name, Map<String, FileDescriptorProto> all)
            throws DescriptorValidationException {
        var linked = files.get(name);
        if (linked == null) {
            var file = all.get(name);
            if (file == null) {
                throw new IllegalStateException(RELEASED + " does not have " + name);
            }
            var needed = new FileDescriptor[file.getDependencyCount()];
            for (int i = 0; i < needed.length; i++) {
                needed[i] = link(file.getDependency(i), all);
            }
            linked = FileDescriptor.buildFrom(file, needed);
            files.put(name, linked);
        }
        return linked;
    }

    private Descriptor type(String name) {
        return files.values().stream()
                .filter(file -> file.getPackage().equals(PACKAGE))
                .flatMap(file -> Optional.ofNullable(file.findMessageTypeByName(name)).stream())
                .findFirst()
                .orElseThrow();
    }

    /** The message as the older side has it; empty: it is of a kind that it does not know. */
    Optional<byte[]> of(String type, byte[] message) throws InvalidProtocolBufferException {
        var known = known(DynamicMessage.parseFrom(type(type), message));
        return known.getAllFields().isEmpty() ? Optional.empty() : Optional.of(known.toByteArray());
    }

    private static Message known(Message message) {
        var builder = message.toBuilder().setUnknownFields(UnknownFieldSet.getDefaultInstance());
        message.getAllFields().forEach((field, value) -> {
            if (field.getJavaType() == JavaType.MESSAGE) {
                builder.setField(field, knownValue(field, value));
            }
        });
        return builder.build();
    }

    private static Object knownValue(FieldDescriptor field, Object value) {
        return field.isRepeated()
                ? ((List<?>) value).stream().map(one -> known((Message) one)).toList()
                : known((Message) value);
    }
}
