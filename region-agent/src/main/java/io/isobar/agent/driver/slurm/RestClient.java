package io.isobar.agent.driver.slurm;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to slurmrestd. Whatever is not an answer of Slurm's is a {@link SlurmUnavailableException}; what Slurm answers, an error too, is
 * returned.
 */
final class RestClient implements AutoCloseable {
    /** The jobs of everybody may be many; they are read one by one. */
    private static final long MAX_ANSWER = 512L << 20;

    /** With a charset, as JSON usually has it, older versions do not take it. */
    private static final ContentType PLAIN_JSON = ContentType.create("application/json");

    private static final int MAX_TOKEN = 16 << 10;
    private static final int MAX_CONNECTIONS = 8;
    private static final ObjectMapper JSON = new ObjectMapper(new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_ANSWER)
                    .build())
            .build());

    private final RestAccess access;
    private final CloseableHttpClient http;
    private volatile boolean closed;

    /**
     * What slurmrestd answered.
     *
     * @param status of HTTP
     * @param body without the list that was asked for; null: there is none, or it is not JSON
     */
    record Answer(int status, @Nullable JsonNode body) {
        /** It was not even understood, or may not be asked. */
        boolean isFault() {
            return status / 100 == 4;
        }

        boolean isMissing() {
            return status == HttpStatus.SC_NOT_FOUND && body == null;
        }

        boolean isUnchanged() {
            return status == HttpStatus.SC_NOT_MODIFIED;
        }
    }

    RestClient(RestAccess access) {
        this.access = access;
        Timeout timeout = Timeout.of(access.timeout());
        this.http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(MAX_CONNECTIONS)
                        .setMaxConnTotal(MAX_CONNECTIONS)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(timeout)
                                .setSocketTimeout(timeout)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout)
                        .setResponseTimeout(timeout)
                        .setUnixDomainSocket(access.address().socket())
                        .build())
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableRedirectHandling()
                .build();
    }

    Answer get(String path) {
        return get(path, "", element -> {});
    }

    /**
     * Reads a list that may be long.
     *
     * @param list its name in the answer
     * @param each gets its elements, one by one, also where the rest of the answer then turns out to be none
     */
    Answer get(String path, String list, Consumer<JsonNode> each) {
        return ask(ClassicRequestBuilder.get(at(path)).build(), list, each);
    }

    Answer delete(String path) {
        return ask(ClassicRequestBuilder.delete(at(path)).build(), "", element -> {});
    }

    Answer post(String path, JsonNode body) {
        byte[] bytes;
        try {
            bytes = JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return ask(
                ClassicRequestBuilder.post(at(path))
                        .setEntity(new ByteArrayEntity(bytes, PLAIN_JSON))
                        .build(),
                "",
                element -> {});
    }

    private URI at(String path) {
        return URI.create(access.address().base() + path);
    }

    private Answer ask(ClassicHttpRequest request, String list, Consumer<JsonNode> each) {
        request.setHeader("Accept", "application/json");
        Path tokenFile = access.tokenFile();
        if (tokenFile != null) {
            request.setHeader("X-SLURM-USER-NAME", access.user());
            request.setHeader("X-SLURM-USER-TOKEN", token(tokenFile));
        }
        try {
            return http.execute(request, response -> answer(response, list, each));
        } catch (IllegalStateException e) {
            if (!closed) {
                throw e;
            }
            throw new SlurmUnavailableException("slurmrestd is not asked, because the agent stops");
        } catch (IOException e) {
            throw new SlurmUnavailableException("slurmrestd at " + access.address() + " does not answer ("
                    + (e.getMessage() == null ? e.toString() : e.getMessage())
                    + "); see whether it runs, and whether the agent may connect to it (slurm.rest)");
        }
    }

    /** Of a file as {@code scontrol token} prints it too: {@code SLURM_JWT=…}. */
    private static String token(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String token = new String(in.readNBytes(MAX_TOKEN), StandardCharsets.US_ASCII)
                    .strip()
                    .replaceFirst("^SLURM_JWT=", "");
            if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new SlurmUnavailableException(
                        "the file " + file + " has no token in it; write one there (slurm.rest-token-file)");
            }
            return token;
        } catch (IOException e) {
            throw new SlurmUnavailableException("the token cannot be read: " + e
                    + "; write one there that the agent may read (slurm.rest-token-file)");
        }
    }

    private Answer answer(ClassicHttpResponse response, String list, Consumer<JsonNode> each) throws IOException {
        int status = response.getCode();
        if (status == HttpStatus.SC_UNAUTHORIZED || status == HttpStatus.SC_NETWORK_AUTHENTICATION_REQUIRED) {
            throw new SlurmUnavailableException("slurmrestd at " + access.address() + " does not believe that this is "
                    + access.user() + " (HTTP " + status
                    + "); the token may have expired (slurm.rest-token-file), or there is none");
        }
        return new Answer(status, json(response.getEntity(), list, each));
    }

    private static @Nullable JsonNode json(@Nullable HttpEntity entity, String list, Consumer<JsonNode> each)
            throws IOException {
        if (entity == null) {
            return null;
        }
        try (JsonParser parser = JSON.createParser(entity.getContent())) {
            return isObject(parser) ? object(parser, list, each) : null;
        }
    }

    /** What is refused before Slurm is asked is told in plain text, whatever the answer calls itself. */
    private static boolean isObject(JsonParser parser) throws IOException {
        try {
            return parser.nextToken() == JsonToken.START_OBJECT;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static JsonNode object(JsonParser parser, String list, Consumer<JsonNode> each) throws IOException {
        ObjectNode read = JSON.createObjectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.START_ARRAY && name.equals(list)) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    each.accept(JSON.<JsonNode>readTree(parser));
                }
            } else {
                read.set(name, JSON.<JsonNode>readTree(parser));
            }
        }
        return read;
    }

    @Override
    public void close() {
        closed = true;
        http.close(CloseMode.IMMEDIATE);
    }
}
