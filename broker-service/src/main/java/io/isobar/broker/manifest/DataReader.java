package io.isobar.broker.manifest;

import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.QuantityException;
import io.isobar.broker.workload.Checkpoint;
import io.isobar.broker.workload.DataSet;
import io.isobar.broker.workload.FieldRules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads where the data of a workload lies, and where it saves its state. */
final class DataReader {
    private static final String URI = "write where it lies, such as uri: s3://era5";

    private DataReader() {}

    static List<DataSet> data(@Nullable Value value) {
        var read = new ArrayList<DataSet>();
        if (value == null) {
            return read;
        }
        for (var element : value.list(FieldRules.MOST_DATA, "write [ { uri: s3://era5, size: 60TB } ]")) {
            var section = element.section();
            if (section != null) {
                var uri = uri(section);
                var size = size(section);
                var region = section.get("region");
                var name = region == null ? null : Places.region(region);
                if (uri != null) {
                    read.add(new DataSet(uri, size, name));
                }
            }
        }
        return read;
    }

    private static @Nullable String uri(Section section) {
        var value = section.require("uri", URI);
        var uri = value == null ? null : value.text(FieldRules.LONGEST_URI);
        if (value != null && uri != null && uri.isEmpty()) {
            value.problem("is empty; " + URI);
            return null;
        }
        return uri;
    }

    private static @Nullable Memory size(Section section) {
        var size = section.get("size");
        var gigabytes = section.get("sizeGB");
        if (size != null && gigabytes != null) {
            gigabytes.problem("says the same as size; keep one");
            return null;
        }
        if (gigabytes != null) {
            return gigabytes.quantity("a number of gigabytes, such as 60000", DataReader::gigabytes);
        }
        return size == null ? null : size.quantity("an amount with a unit, such as 60TB", Memory::parse);
    }

    /** Gigabytes are 10^9 bytes. */
    private static Memory gigabytes(String text) {
        if (text.isEmpty() || !Character.isDigit(text.charAt(text.length() - 1))) {
            throw QuantityException.unreadable(
                    "gigabytes", text, "it is not a plain number", "Write a number such as 60000; or size: 60TB");
        }
        return Memory.parse(text + "GB");
    }

    static @Nullable Checkpoint checkpoint(Section section) {
        var uri = uri(section);
        var every = Quantities.positiveDuration(section.get("every"));
        var saveTakes = Quantities.duration(section.get("saveTakes"));
        var restartTakes = Quantities.duration(section.get("restartTakes"));
        var region = section.get("region");
        var name = region == null ? null : Places.region(region);
        return uri == null ? null : new Checkpoint(uri, every, saveTakes, restartTakes, name);
    }
}
