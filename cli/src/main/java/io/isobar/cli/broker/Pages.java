package io.isobar.cli.broker;

import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The elements of a list, page by page.
 *
 * @param cut the list goes on; not all was asked for
 */
public record Pages<T>(List<T> items, boolean cut) {
    /** The most that a page may hold by the contract. */
    private static final int LARGEST_PAGE = 1_000;

    public Pages {
        items = List.copyOf(items);
    }

    /**
     * Reads pages until the last, or until there are {@code most} elements.
     *
     * @param call gives the page after a token, which is empty for the first, of the size asked for
     */
    public static <R extends Message, T> Pages<T> read(
            int most, BiFunction<String, Integer, R> call, Function<R, List<T>> items, Function<R, String> next) {
        var all = new ArrayList<T>();
        var token = "";
        do {
            var page = call.apply(token, Math.min(LARGEST_PAGE, most - all.size()));
            all.addAll(items.apply(page));
            token = next.apply(page);
        } while (!token.isEmpty() && all.size() < most);
        boolean cut = !token.isEmpty() || all.size() > most;
        return new Pages<>(all.size() > most ? all.subList(0, most) : all, cut);
    }
}
