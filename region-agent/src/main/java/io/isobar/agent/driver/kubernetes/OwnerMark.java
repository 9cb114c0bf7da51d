package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.isobar.agent.admission.AttemptId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a pod carries of whom it belongs to. Ownership goes by it alone, never by the pod's name.
 *
 * @param owner which agent's region it belongs to
 * @param replica of the attempt, from 0
 */
record OwnerMark(String owner, AttemptId attempt, long epoch, int replica) {
    static final String OWNER = "isobar.io/owner";
    static final String WORKLOAD = "isobar.io/workload";
    static final String ATTEMPT = "isobar.io/attempt";
    static final String EPOCH = "isobar.io/epoch";
    static final String REPLICA = "isobar.io/replica";

    /** Keeps a pod, and with it how it ended, until the agent has done with it. */
    static final String FINALIZER = "isobar.io/attempt";

    private static final int MAX_LABEL = 63;

    /** Of the agent that keeps its work in this folder. */
    static String ownerOf(Path folder) {
        CRC32C hash = new CRC32C();
        hash.update(folder.toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(hash.getValue());
    }

    /** A name of its own for every replica of every attempt of every agent: the API server lets only one pod have it. */
    String podName() {
        return groupName() + "-" + replica;
    }

    /** Of what belongs to the attempt as a whole. */
    String groupName() {
        return "isobar-" + owner + "-" + attempt;
    }

    Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(OWNER, owner);
        label(labels, WORKLOAD, attempt.workload().value());
        label(labels, ATTEMPT, attempt.value());
        labels.put(REPLICA, Integer.toString(replica));
        return labels;
    }

    /** For people who look for them; what is no label in form or length is left out. */
    private static void label(Map<String, String> labels, String key, String value) {
        if (value.length() <= MAX_LABEL && value.matches("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")) {
            labels.put(key, value);
        }
    }

    Map<String, String> annotations() {
        return Map.of(ATTEMPT, attempt.value(), EPOCH, Long.toString(epoch));
    }

    static Optional<OwnerMark> of(ObjectMeta meta) {
        Map<String, String> labels = orEmpty(meta.getLabels());
        Map<String, String> annotations = orEmpty(meta.getAnnotations());
        String owner = labels.get(OWNER);
        String replica = labels.get(REPLICA);
        String attempt = annotations.get(ATTEMPT);
        String epoch = annotations.get(EPOCH);
        if (owner == null || replica == null || attempt == null || epoch == null) {
            return Optional.empty();
        }
        try {
            OwnerMark mark =
                    new OwnerMark(owner, new AttemptId(attempt), Long.parseLong(epoch), Integer.parseInt(replica));
            return mark.podName().equals(meta.getName()) ? Optional.of(mark) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
