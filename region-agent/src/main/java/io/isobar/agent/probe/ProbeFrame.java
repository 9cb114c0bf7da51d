package io.isobar.agent.probe;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What peers say to each other. Who connects sends 8 bytes: a mark, and how many bytes it wants. With 0 it then sends blocks of
 * {@value #BLOCK} bytes, up to {@value #MOST_EXCHANGES}, and each comes back as it was. Else it is answered with the number of bytes that
 * follow: as many as it wants, or 0.
 */
final class ProbeFrame {
    static final int BLOCK = 16;
    static final int MOST_EXCHANGES = 16;

    /** "IsP" and the version. */
    private static final int MARK = 0x49735001;

    private ProbeFrame() {}

    static void ask(DataOutputStream out, int bytes) throws IOException {
        out.writeInt(MARK);
        out.writeInt(bytes);
        out.flush();
    }

    /** How many bytes are wanted; throws where that is no probe. */
    static int asked(DataInputStream in) throws IOException {
        int mark = in.readInt();
        if (mark != MARK) {
            throw new IOException("it begins with " + Integer.toHexString(mark) + " and is no probe");
        }
        int bytes = in.readInt();
        if (bytes < 0) {
            throw new IOException("a probe cannot want " + bytes + " bytes");
        }
        return bytes;
    }
}
