package io.isobar.agent.driver.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Memory of the machine in bytes, in all and that which could be had without swapping. */
record MemoryInfo(long total, long available) {
    /** Empty: not known. */
    static Optional<MemoryInfo> read(Path proc) {
        try {
            List<String> lines = Files.readAllLines(proc.resolve("meminfo"));
            OptionalLong total = bytes(lines, "MemTotal");
            OptionalLong available = bytes(lines, "MemAvailable");
            return total.isPresent() && available.isPresent()
                    ? Optional.of(new MemoryInfo(total.getAsLong(), Math.min(total.getAsLong(), available.getAsLong())))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static OptionalLong bytes(List<String> lines, String key) {
        for (String line : lines) {
            if (line.startsWith(key + ":")) {
                try {
                    return OptionalLong.of(Long.parseLong(line.replaceAll("[^0-9]", "")) << 10);
                } catch (NumberFormatException e) {
                    return OptionalLong.empty();
                }
            }
        }
        return OptionalLong.empty();
    }
}
