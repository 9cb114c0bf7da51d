package io.isobar.broker.catalog;

import io.isobar.broker.table.CsvTable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A name for all that a catalogue says: two catalogues of the same version say the same. */
final class CatalogVersion {
    private static final List<String> PRODUCTS = List.of(
            "accelerators.csv",
            "partitions.csv",
            "names.csv",
            "speeds.csv",
            "cuda_wheel_arch.csv",
            "ascend_cann_match.csv");
    private static final int BYTES = 6;

    private CatalogVersion() {}

    /** Of the tables that come with the product and those of the operator: twelve hexadecimal digits. */
    static String of(List<CsvTable> operators) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            PRODUCTS.forEach(file -> add(CatalogResource.read(file, new ArrayList<>()), digest));
            operators.forEach(table -> add(table, digest));
            return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** What it says, and not what its file is called. */
    private static void add(CsvTable table, MessageDigest digest) {
        digest.update(bytes(table.header()));
        table.rows().forEach(row -> digest.update(bytes(row.cells())));
    }

    private static byte[] bytes(List<String> cells) {
        return (String.join("\u001f", cells) + "\u001e").getBytes(StandardCharsets.UTF_8);
    }
}
