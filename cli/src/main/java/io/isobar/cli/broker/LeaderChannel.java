package io.isobar.cli.broker;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.isobar.cli.problem.Problem;
import io.isobar.cli.problem.StatusProblems;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One way to whichever of several brokers leads. A call that a waiting broker refuses is made again at the leader that it names, one
 * that finds nobody at the next address; never once anything was answered. Where a broker waits and the leader that it names is gone, the
 * lead is about to change, and all are asked again until somebody has it. Every call that changes something carries the id of its
 * request, so that making it again changes nothing more.
 */
final class LeaderChannel extends Channel implements AutoCloseable {
    /** More are brokers that do not agree on who leads. */
    private static final int MOST_REDIRECTIONS = 3;

    /** Between two rounds in which nobody led. */
    private static final Duration PAUSE = Duration.ofMillis(300);
    /** Rounds while a broker waits for the lead: it changes within seconds, and a call may take 15 s. */
    private static final int MOST_ROUNDS = 40;
    /** Rounds while none of several answers: for a moment the one that begins to lead answers nobody. */
    private static final int MOST_SILENT_ROUNDS = 5;

    private final List<BrokerAddress> named;
    private final RoutedCall.Later later;
    private final Function<BrokerAddress, ManagedChannel> dial;
    private final Map<BrokerAddress, ManagedChannel> open = new LinkedHashMap<>();
    private BrokerAddress current;

    LeaderChannel(List<BrokerAddress> named, Function<BrokerAddress, ManagedChannel> dial, RoutedCall.Later later) {
        this.later = later;
        this.named = List.copyOf(named);
        this.dial = dial;
        this.current = named.getFirst();
    }

    /** Where the last call went, or the first will. */
    synchronized BrokerAddress current() {
        return current;
    }

    private synchronized ManagedChannel to(BrokerAddress address) {
        return open.computeIfAbsent(address, dial);
    }

    @Override
    public String authority() {
        return to(current()).authority();
    }

    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
        BrokerAddress first = current();
        return new RoutedCall<>(first, address -> to(address).newCall(method, options), new Route(first), later);
    }

    /** Where one call goes next. */
    final class Route implements RoutedCall.Route {
        private final Deque<BrokerAddress> untried;
        private int redirections;
        private int rounds;
        private boolean somebodyWaits;

        private Route(BrokerAddress first) {
            untried = new ArrayDeque<>(named);
            untried.remove(first);
        }

        @Override
        public Optional<RoutedCall.Next> after(Status status, Metadata trailers) {
            var found = next(status, trailers);
            found.ifPresent(next -> remember(next.address()));
            return found;
        }

        private Optional<RoutedCall.Next> next(Status status, Metadata trailers) {
            var refusal = status.asRuntimeException(trailers);
            var reason = StatusProblems.reason(refusal);
            boolean waits = reason.equals("NOT_LEADER");
            boolean nobody = reason.isEmpty() && status.getCode() == Status.Code.UNAVAILABLE;
            somebodyWaits |= waits;
            if (!waits && !nobody) {
                return Optional.empty();
            }
            var leader = StatusProblems.leader(refusal).flatMap(Route::parsed);
            if (leader.isPresent()) {
                // More are brokers that do not agree on who leads; that is no change of the lead.
                return redirections++ < MOST_REDIRECTIONS ? leader.map(RoutedCall.Next::atOnce) : Optional.empty();
            }
            return untried.isEmpty()
                    ? nextRound()
                    : Optional.of(untried.removeFirst()).map(RoutedCall.Next::atOnce);
        }

        private Optional<RoutedCall.Next> nextRound() {
            int most = somebodyWaits ? MOST_ROUNDS : named.size() > 1 ? MOST_SILENT_ROUNDS : 0;
            if (++rounds > most) {
                return Optional.empty();
            }
            untried.addAll(named);
            redirections = 0;
            connectNow();
            return Optional.of(new RoutedCall.Next(untried.removeFirst(), PAUSE));
        }

        private static Optional<BrokerAddress> parsed(String address) {
            try {
                return Optional.of(BrokerAddress.parse(address, "the leader that a broker names"));
            } catch (Problem malformed) {
                return Optional.empty();
            }
        }

        private void remember(BrokerAddress address) {
            synchronized (LeaderChannel.this) {
                current = address;
            }
        }
    }

    synchronized void connectNow() {
        open.values().forEach(ManagedChannel::resetConnectBackoff);
    }

    @Override
    public synchronized void close() {
        open.values().forEach(ManagedChannel::shutdownNow);
    }
}
