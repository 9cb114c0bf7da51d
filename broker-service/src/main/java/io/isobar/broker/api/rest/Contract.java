package io.isobar.broker.api.rest;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import io.isobar.proto.catalog.v1.CatalogServiceGrpc;
import io.isobar.proto.execution.v1.AttemptServiceGrpc;
import io.isobar.proto.region.v1.RegionServiceGrpc;
import io.isobar.proto.workload.v1.WorkloadServiceGrpc;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every message and enumeration that the API's services can say, by its short name. No two have the same. */
final class Contract {
    private static final String WELL_KNOWN = "google.protobuf.";

    private final Map<String, Descriptor> messages = new TreeMap<>();
    private final Map<String, EnumDescriptor> enums = new TreeMap<>();

    Contract() {
        for (var service : List.of(
                WorkloadServiceGrpc.getServiceDescriptor(),
                RegionServiceGrpc.getServiceDescriptor(),
                AttemptServiceGrpc.getServiceDescriptor(),
                CatalogServiceGrpc.getServiceDescriptor())) {
            add(service);
        }
    }

    Map<String, Descriptor> messages() {
        return messages;
    }

    Map<String, EnumDescriptor> enums() {
        return enums;
    }

    private void add(ServiceDescriptor service) {
        if (service.getSchemaDescriptor() instanceof ProtoServiceDescriptorSupplier supplier) {
            for (var method : supplier.getServiceDescriptor().getMethods()) {
                add(method.getInputType());
                add(method.getOutputType());
            }
        }
    }

    private void add(Descriptor message) {
        if (message.getFullName().startsWith(WELL_KNOWN)) {
            return;
        }
        if (!message.getOptions().getMapEntry()) {
            var before = messages.put(message.getName(), message);
            if (before != null) {
                if (!before.equals(message)) {
                    throw new IllegalStateException(
                            before.getFullName() + " and " + message.getFullName() + " have the same short name");
                }
                return;
            }
        }
        for (var field : message.getFields()) {
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                add(field.getMessageType());
            } else if (field.getJavaType() == FieldDescriptor.JavaType.ENUM) {
                enums.put(field.getEnumType().getName(), field.getEnumType());
            }
        }
    }
}
