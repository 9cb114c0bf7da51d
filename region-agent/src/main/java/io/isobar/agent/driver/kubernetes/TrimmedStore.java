package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an informer remembers of a cluster that may have many objects: of each only what counts here, and what that says, read once.
 */
final class TrimmedStore<T extends HasMetadata, R> implements ItemStore<T> {
    private record Item<T, R>(T object, R reading) {}

    private final Map<String, Item<T, R>> items = new ConcurrentHashMap<>();
    private final UnaryOperator<T> trim;
    private final Function<T, R> read;

    TrimmedStore(UnaryOperator<T> trim, Function<T, R> read) {
        this.trim = trim;
        this.read = read;
    }

    @Override
    public String getKey(T object) {
        String namespace = object.getMetadata().getNamespace();
        return (namespace == null ? "" : namespace + "/") + object.getMetadata().getName();
    }

    @Override
    public @Nullable T put(String key, T object) {
        T trimmed = trim.apply(object);
        return objectOf(items.put(key, new Item<>(trimmed, read.apply(trimmed))));
    }

    @Override
    public @Nullable T remove(String key) {
        return objectOf(items.remove(key));
    }

    @Override
    public Stream<String> keySet() {
        return items.keySet().stream();
    }

    @Override
    public Stream<T> values() {
        return items.values().stream().map(Item::object);
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public @Nullable T get(String key) {
        return objectOf(items.get(key));
    }

    private @Nullable T objectOf(@Nullable Item<T, R> item) {
        return item == null ? null : item.object();
    }

    List<R> readings() {
        return items.values().stream().map(Item::reading).toList();
    }
}
