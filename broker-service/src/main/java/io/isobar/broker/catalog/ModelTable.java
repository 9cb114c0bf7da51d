package io.isobar.broker.catalog;

import io.isobar.broker.resource.Memory;
import io.isobar.broker.table.CsvTable;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads accelerator models from a table, the catalogue's own or an operator's. */
final class ModelTable {
    private static final Map<String, Precision> FIGURES = new LinkedHashMap<>();

    static {
        FIGURES.put("fp64_tflops", Precision.FP64);
        FIGURES.put("fp64_tensor_tflops", Precision.FP64_TENSOR);
        FIGURES.put("fp32_tflops", Precision.FP32);
        FIGURES.put("tf32_tflops", Precision.TF32);
        FIGURES.put("fp16_tflops", Precision.FP16);
        FIGURES.put("bf16_tflops", Precision.BF16);
        FIGURES.put("int8_tops", Precision.INT8);
        FIGURES.put("fp8_tflops", Precision.FP8);
    }

    static final Set<String> COLUMNS = new LinkedHashSet<>(List.of(
            "id",
            "vendor",
            "model",
            "aliases",
            "form_factor",
            "stack",
            "arch_id",
            "market",
            "unit_kind",
            "devices_per_card",
            "memory_gb",
            "reported_mib_per_device",
            "memory_type",
            "mem_bw_gbps",
            "present_precisions",
            "present_basis",
            "missing_precisions",
            "interconnect",
            "interconnect_gbps_per_device",
            "tdp_w",
            "release_year",
            "confidence",
            "source",
            "notes"));

    static {
        COLUMNS.addAll(FIGURES.keySet());
    }

    private static final Set<String> REQUIRED = Set.of("id", "vendor", "model", "confidence", "source");
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final double GIBIBYTE = 1L << 30;
    /** GiB by which a size in 10^9 bytes with one decimal may miss the whole number that is meant. */
    private static final double NEARLY = 0.06;

    private static final int MOST_MEBIBYTES = 2 << 20;

    private ModelTable() {}

    /** The models of a table by id; what is wrong is added to {@code problems}. */
    static Map<String, AcceleratorModel> read(CsvTable table, List<String> problems) {
        table.checkColumns(COLUMNS, REQUIRED, problems);
        var models = new LinkedHashMap<String, AcceleratorModel>();
        for (CsvTable.Row row : table.rows()) {
            var cells = new Cells(table, row, problems);
            AcceleratorModel model = model(cells);
            if (models.putIfAbsent(model.id(), model) != null) {
                cells.problem("id", "\"" + model.id() + "\" is there twice");
            }
        }
        return models;
    }

    private static AcceleratorModel model(Cells cells) {
        String id = cells.required("id");
        if (!ID.matcher(id).matches()) {
            cells.problem("id", "\"" + id + "\" is not lower-case letters and digits with single hyphens");
        }
        Memory card = cells.gigabytes("memory_gb");
        Integer mebibytes = cells.whole("reported_mib_per_device", 1, MOST_MEBIBYTES);
        var model = new AcceleratorModel(
                id,
                cells.required("vendor"),
                cells.required("model"),
                cells.list("aliases"),
                stack(cells),
                cells.text("arch_id"),
                cells.text("form_factor"),
                cells.text("market"),
                unitKind(cells),
                cells.whole("devices_per_card", 1, 64),
                card,
                mebibytes == null ? null : Memory.ofMebibytes(mebibytes),
                cells.text("memory_type"),
                precisions(cells),
                cells.positive("mem_bw_gbps"),
                cells.text("interconnect"),
                cells.positive("interconnect_gbps_per_device"),
                cells.whole("tdp_w", 1, 100_000),
                cells.whole("release_year", 2005, 2100),
                confidence(cells),
                cells.required("source"),
                orEmpty(cells.text("notes")));
        checkUnits(cells, model);
        checkMemory(cells, model);
        return model;
    }

    /** A card that shows as one device is its unit; of one that shows as several, each is. */
    private static void checkUnits(Cells cells, AcceleratorModel model) {
        Integer devices = model.devicesPerCard();
        if (devices == null || model.unitKind() == null) {
            return;
        }
        if (model.unitKind() == UnitKind.CARD && devices > 1) {
            cells.problem(
                    "unit_kind",
                    "is card, but devices_per_card is " + devices
                            + "; the unit of a card with several devices is a die");
        } else if (model.unitKind() == UnitKind.DIE && devices == 1) {
            cells.problem("unit_kind", "is die, but devices_per_card is 1; the unit of such a card is the card");
        }
    }

    /** Case 43: GB for GiB, MB for MiB, or the card for the device. */
    private static void checkMemory(Cells cells, AcceleratorModel model) {
        Memory nominal = model.nominalMemoryPerUnit().orElse(null);
        Memory reported = model.reportedMemory();
        BigDecimal written = cells.number("memory_gb");
        if (written != null && reported == null && written.stripTrailingZeros().scale() > 0) {
            double gibibytes = written.doubleValue() * 1e9 / GIBIBYTE;
            if (Math.abs(gibibytes - Math.rint(gibibytes)) < NEARLY) {
                cells.problem(
                        "memory_gb",
                        "is " + written + ", which is " + (long) Math.rint(gibibytes)
                                + " GiB written in 10^9 bytes. Nominal sizes are GiB here: write "
                                + (long) Math.rint(gibibytes) + ", or give reported_mib_per_device beside it");
            }
        }
        if (nominal != null && reported != null && !MemoryTolerance.matches(nominal, reported)) {
            cells.problem(
                    "reported_mib_per_device",
                    "gives " + reported + " per device, but memory_gb and devices_per_card give " + nominal
                            + ", which is more than " + MemoryTolerance.PERCENT
                            + " % apart. Is one of them in MB, or for another number of devices?");
        }
    }

    private static Precisions precisions(Cells cells) {
        var figures = new EnumMap<Precision, Double>(Precision.class);
        FIGURES.forEach((column, precision) -> {
            Double figure = cells.positive(column);
            if (figure != null) {
                figures.put(precision, figure);
            }
        });
        Set<Precision> present = cells.precisions("present_precisions");
        Set<Precision> missing = cells.precisions("missing_precisions");
        for (Precision precision : missing) {
            if (figures.containsKey(precision) || present.contains(precision)) {
                cells.problem("missing_precisions", "has " + precision + ", which other columns say is present");
            }
        }
        return new Precisions(figures, present, missing, cells.text("present_basis"));
    }

    private static SoftwareStack stack(Cells cells) {
        String token = cells.text("stack");
        if (token == null) {
            return SoftwareStack.UNKNOWN;
        }
        return SoftwareStack.of(token).orElseGet(() -> {
            cells.problem("stack", "\"" + token + "\" is not a known software stack");
            return SoftwareStack.UNKNOWN;
        });
    }

    private static @Nullable UnitKind unitKind(Cells cells) {
        String token = cells.text("unit_kind");
        if (token == null) {
            return null;
        }
        UnitKind kind = UnitKind.of(token).orElse(null);
        if (kind == null) {
            cells.problem("unit_kind", "\"" + token + "\" is not card, die, partition, slice or core-group");
        }
        return kind;
    }

    private static Confidence confidence(Cells cells) {
        return Confidence.of(cells.required("confidence")).orElseGet(() -> {
            cells.problem("confidence", "is not high, medium, measured, partial or low");
            return Confidence.LOW;
        });
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
