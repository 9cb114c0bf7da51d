package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.endpoint.Listener;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Answers kubelets that ask whether a pod may go on: 200 it may, 503 it may not, 404 nobody knows of it. It reads the head of one GET for each
 * connection, and nothing of the agent can be seen or changed by it. Bounded in connections, of all and of one address, in what it reads
 * and in how long that takes; what is above that is closed at once.
 */
final class LeaseEndpoint implements Listener.Talk {
    static final int MOST_AT_ONCE = 512;
    static final int MOST_OF_ONE = 64;
    static final int LONGEST_HEAD = 4_096;
    /** By it a check knows that it is this agent's region that answers. */
    static final String REGION = "Isobar-Region";

    private static final int SILENCE_MS = 500;
    /** A head comes in one piece, or in a few; so many times the silence is the longest that it takes. */
    private static final int MOST_READS = 8;

    /** What is answered; without a body, so that an answer is there whole or not at all. */
    enum Answer {
        GO_ON("200 OK"),
        STOP("503 Not Confirmed"),
        NOT_KNOWN("404 Not Found"),
        NOT_UNDERSTOOD("400 Bad Request");

        private final String status;

        Answer(String status) {
            this.status = status;
        }
    }

    private final String owner;
    private final Function<LeaseQuestion, Answer> answers;

    private LeaseEndpoint(String owner, Function<LeaseQuestion, Answer> answers) {
        this.owner = owner;
        this.answers = answers;
    }

    /**
     * Listens and answers until it is closed.
     *
     * @param owner of the pods
     * @param threads one for each task, as virtual ones are
     * @throws IOException where the address cannot be had
     */
    static Listener open(HostPort listen, String owner, Function<LeaseQuestion, Answer> answers, Executor threads)
            throws IOException {
        return Listener.open(
                listen.resolve(),
                new Listener.Limits(MOST_AT_ONCE, MOST_OF_ONE),
                new LeaseEndpoint(owner, answers),
                threads);
    }

    @Override
    public String withoutAnswers() {
        return "kubelets are not answered now, and stop what they run if that lasts";
    }

    @Override
    public void answer(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(SILENCE_MS);
        String line = firstLine(socket.getInputStream());
        Answer answer = line.startsWith("GET ")
                ? LeaseQuestion.of(line).map(answers).orElse(Answer.NOT_KNOWN)
                : Answer.NOT_UNDERSTOOD;
        String head = "HTTP/1.1 " + answer.status + "\r\n" + REGION + ": " + owner
                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.shutdownOutput();
    }

    /** Of a head that was read to its end; empty: there was none. */
    private static String firstLine(InputStream in) throws IOException {
        byte[] head = new byte[LONGEST_HEAD];
        int length = 0;
        for (int reads = 0; reads < MOST_READS && length < head.length; reads++) {
            int came = in.read(head, length, head.length - length);
            if (came < 0) {
                break;
            }
            length += came;
            String text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
            if (text.contains("\r\n\r\n")) {
                return text.substring(0, text.indexOf("\r\n"));
            }
        }
        return "";
    }
}
