package io.isobar.broker.manifest;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Makes text of the bytes of a file: UTF-8 of at most 1 MiB, without control characters. */
final class SourceText {
    static final int LARGEST = 1 << 20;

    private SourceText() {}

    static String decode(byte[] bytes, Problems problems) {
        if (bytes.length > LARGEST) {
            throw problems.fatal(
                    "",
                    "the file has " + bytes.length + " bytes, more than " + LARGEST
                            + "; a workload file describes the work, and data lies elsewhere",
                    0);
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        var result = decoder.decode(in, out, true);
        out.flip();
        String text = out.toString();
        // A control character ahead of a wrong byte is the better description of a binary file.
        refuseControls(text, problems);
        if (result.isError()) {
            int at = in.position();
            throw problems.fatal(
                    "",
                    "is no text in UTF-8: byte " + (at + 1) + " is " + String.format("0x%02X", bytes[at])
                            + "; save the file as UTF-8",
                    lineOf(text, text.length()));
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static void refuseControls(String text, Problems problems) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = c < ' ' && c != '\n' && c != '\r' && c != '\t';
            boolean outside = (c >= 0x7F && c < 0xA0 && c != 0x85) || c == 0xFFFE || c == 0xFFFF;
            if (control || outside) {
                String what = c == 0 ? "NUL" : String.format("the control character U+%04X", (int) c);
                throw problems.fatal(
                        "",
                        "is no text: character " + (i + 1) + " is " + what + "; give a workload file in YAML",
                        lineOf(text, i));
            }
        }
    }

    private static int lineOf(String text, int position) {
        return 1
                + (int) text.substring(0, position)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }
}
