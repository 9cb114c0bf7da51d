package io.isobar.broker.api.rest;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Puts the contract's own schemas into the OpenAPI document, in place of what the scanner sees in the generated classes. */
@OpenApiFilter(stages = RunStage.BUILD)
public class ContractFilter implements OASFilter {
    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.info(OASFactory.createInfo()
                .title("Isobar")
                .version("v1")
                .description("A compute-network federation broker."));
        if (document.getComponents() == null) {
            document.components(OASFactory.createComponents());
        }
        document.getComponents().setSchemas(ContractSchemas.all());
        if (document.getPaths() != null && document.getPaths().getPathItems() != null) {
            document.getPaths()
                    .getPathItems()
                    .values()
                    .forEach(path -> path.getOperations().values().forEach(ContractFilter::complete));
        }
    }

    private static void complete(Operation operation) {
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(ContractFilter::complete);
        }
        var body = operation.getRequestBody();
        if (body != null) {
            body.required(null);
            body.getContent().getMediaTypes().forEach((media, type) -> {
                if (!media.contains("json")) {
                    type.schema(OASFactory.createSchema()
                            .addType(SchemaType.STRING)
                            .description("A workload file, or a job file of another system"));
                }
            });
        }
        operation
                .getResponses()
                .addAPIResponse(
                        "default",
                        OASFactory.createAPIResponse()
                                .description("It could not be done")
                                .content(problem()));
    }

    private static Content problem() {
        return OASFactory.createContent()
                .addMediaType(
                        Media.PROBLEM,
                        OASFactory.createMediaType().schema(ContractSchemas.reference(ContractSchemas.PROBLEM)));
    }

    private static void complete(Parameter parameter) {
        switch (parameter.getName()) {
            case "pageSize" -> parameter.schema(whole().maximum(BigDecimal.valueOf(1_000)));
            case "fromOffset", "epoch", "part" -> parameter.schema(whole());
            case "follow", "acceptLosses", "replay" ->
                parameter.schema(OASFactory.createSchema().addType(SchemaType.BOOLEAN));
            default -> {}
        }
    }

    private static Schema whole() {
        return OASFactory.createSchema().addType(SchemaType.INTEGER).minimum(BigDecimal.ZERO);
    }
}
