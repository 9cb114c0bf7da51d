package io.isobar.broker.api.rest;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.failure.Violation;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A query parameter that a route does not know is an error, not silence: a filter with a typing error would list everything. */
@Provider
public class KnownParameters implements ContainerRequestFilter {
    private final Map<Method, List<String>> known = new ConcurrentHashMap<>();

    private final ResourceInfo route;

    KnownParameters(@Context ResourceInfo route) {
        this.route = route;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        var given = request.getUriInfo().getQueryParameters();
        if (given.isEmpty()) {
            return;
        }
        var names = known.computeIfAbsent(route.getResourceMethod(), KnownParameters::namesOf);
        var problems = new ArrayList<Violation>();
        for (var name : given.keySet()) {
            if (!names.contains(name)) {
                var shown = name.length() <= 100 ? name : name.substring(0, 100) + "…";
                problems.add(new Violation(
                        shown,
                        "is no parameter of this route; "
                                + (names.isEmpty() ? "it has none" : "it has " + String.join(", ", names))));
            }
        }
        if (!problems.isEmpty()) {
            throw Failure.of(Reason.INVALID_ARGUMENT, problems);
        }
    }

    private static List<String> namesOf(Method method) {
        return Arrays.stream(method.getParameters())
                .flatMap(parameter -> Stream.ofNullable(parameter.getAnnotation(QueryParam.class)))
                .map(QueryParam::value)
                .toList();
    }
}
