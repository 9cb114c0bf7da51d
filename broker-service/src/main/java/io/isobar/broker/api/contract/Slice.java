package io.isobar.broker.api.contract;

import io.isobar.broker.wire.PageScope;
import java.util.List;
import java.util.function.Function;

/**
 * A page of a list that is in memory and sorted by its keys.
 *
 * @param token of the next page; empty on the last
 */
record Slice<T>(List<T> items, String token) {
    static <T> Slice<T> of(List<T> all, Function<T, String> key, PageScope scope, String token, int size) {
        var after = scope.next(token);
        var rest = after == null
                ? all
                : all.stream()
                        .filter(item -> key.apply(item).compareTo(after) > 0)
                        .toList();
        var items = rest.stream().limit(size).toList();
        return new Slice<>(items, scope.token(rest.size() > size ? key.apply(items.getLast()) : null));
    }
}
