package io.isobar.bench.packing;

import io.isobar.agent.packing.FreeDevices;
import io.isobar.agent.packing.FreeNode;
import io.isobar.agent.packing.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * The trace openb: 1,213 nodes with 6,212 devices, and a list of pods. Memory is in MiB.
 *
 * @param kinds the models of devices, by which nodes and pods are of kinds
 */
record Openb(List<FreeNode> nodes, List<Shape> pods, Map<String, Integer> kinds) {
    static Openb read(Path nodeList, Path podList) throws IOException {
        Map<String, Integer> kinds = new TreeMap<>();
        List<FreeNode> nodes = new ArrayList<>();
        for (String line : Files.readAllLines(nodeList).stream().skip(1).toList()) {
            String[] f = line.split(",", -1);
            nodes.add(new FreeNode(
                    kinds.computeIfAbsent(f[4], any -> kinds.size()),
                    Long.parseLong(f[1]),
                    Long.parseLong(f[2]),
                    FreeDevices.whole(Integer.parseInt(f[3]))));
        }
        List<Shape> pods = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(podList)), StandardCharsets.UTF_8))) {
            lines.lines().skip(1).forEach(line -> pods.add(pod(line.split(",", -1), kinds)));
        }
        return new Openb(nodes, pods, kinds);
    }

    private static Shape pod(String[] f, Map<String, Integer> kinds) {
        long allowed = f[4].isEmpty() ? Shape.EVERY_KIND : 0;
        for (String model : f[4].isEmpty() ? new String[0] : f[4].split("\\|")) {
            Integer kind = kinds.get(model);
            allowed |= kind == null ? 0 : 1L << kind;
        }
        int devices = Integer.parseInt(f[2]);
        int milli = devices == 0 ? 0 : Integer.parseInt(f[3]);
        return new Shape(allowed, devices, milli, Long.parseLong(f[0]), Long.parseLong(f[1]));
    }

    long milli() {
        return nodes.stream().mapToLong(node -> node.devices().milli()).sum();
    }

    /** The nodes in an order of the seed's, which breaks ties. */
    List<FreeNode> nodes(long seed) {
        List<FreeNode> shuffled = new ArrayList<>(nodes);
        Collections.shuffle(shuffled, new Random(~seed));
        return shuffled;
    }

    /** The list in an order of the seed's, then pods drawn from it, until they ask for 1.3 times the devices there are. */
    List<Shape> arrivals(long seed) {
        Random random = new Random(seed);
        List<Shape> arrivals = new ArrayList<>(pods);
        Collections.shuffle(arrivals, random);
        long limit = milli() * 13 / 10;
        long asked = 0;
        for (int i = 0; ; i++) {
            if (i == arrivals.size()) {
                arrivals.add(pods.get(random.nextInt(pods.size())));
            }
            asked += (long) arrivals.get(i).devices() * arrivals.get(i).milli();
            if (asked >= limit) {
                return arrivals.subList(0, i + 1);
            }
        }
    }
}
