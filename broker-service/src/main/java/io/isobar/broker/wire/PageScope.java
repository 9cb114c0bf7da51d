package io.isobar.broker.wire;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list with its filters. A page token says where the next page begins, and carries a check over the list, the filters and itself,
 * so that a token of another list, of other filters, or one that somebody changed, is refused.
 *
 * @param list its name
 * @param filters in a fixed order, all of them, empty ones included
 */
public record PageScope(String list, List<String> filters) {
    private static final int CHECK_BYTES = 12;
    private static final int LONGEST_TOKEN = 2_000;

    public PageScope {
        filters = List.copyOf(filters);
    }

    public static PageScope of(String list, String... filters) {
        return new PageScope(list, List.of(filters));
    }

    /**
     * The token of the next page.
     *
     * @param next where it begins; null: there is none
     */
    public String token(@Nullable String next) {
        if (next == null) {
            return "";
        }
        var key = next.getBytes(StandardCharsets.UTF_8);
        var token =
                ByteBuffer.allocate(CHECK_BYTES + key.length).put(check(key)).put(key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
    }

    /** Where the page begins; null: it is the first. Throws {@link Failure} INVALID_PAGE_TOKEN for anything else than a token of this list. */
    public @Nullable String next(String token) {
        if (token.isEmpty()) {
            return null;
        }
        if (token.length() <= LONGEST_TOKEN) {
            try {
                var bytes = Base64.getUrlDecoder().decode(token);
                if (bytes.length >= CHECK_BYTES) {
                    var key = Arrays.copyOfRange(bytes, CHECK_BYTES, bytes.length);
                    if (MessageDigest.isEqual(check(key), Arrays.copyOf(bytes, CHECK_BYTES))) {
                        return new String(key, StandardCharsets.UTF_8);
                    }
                }
            } catch (IllegalArgumentException notBase64) {
                // Falls through: it is not one of ours.
            }
        }
        throw new Failure(
                Reason.INVALID_PAGE_TOKEN,
                "page_token: it was not made by the list of " + list + " with these filters");
    }

    private byte[] check(byte[] key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            update(digest, list.getBytes(StandardCharsets.UTF_8));
            for (var filter : filters) {
                update(digest, filter.getBytes(StandardCharsets.UTF_8));
            }
            digest.update(key);
            return Arrays.copyOf(digest.digest(), CHECK_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** With the length first, so that no two lists of filters look alike. */
    private static void update(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        digest.update(part);
    }
}
