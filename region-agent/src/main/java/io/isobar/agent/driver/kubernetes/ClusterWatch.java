package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.isobar.agent.driver.Wake;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Watches the nodes, the pods on them and our own pods, and keeps what it last saw of them. */
final class ClusterWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ClusterWatch.class.getName());

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final KubernetesApi api;
    private final SharedIndexInformer<Node> nodes;
    private final SharedIndexInformer<Pod> pods;
    private final SharedIndexInformer<Pod> own;
    private final TrimmedStore<Node, ClusterNode> nodeStore =
            new TrimmedStore<>(UnaryOperator.identity(), ClusterNode::of);
    private final TrimmedStore<Pod, PodUse> podStore = new TrimmedStore<>(Trim::pod, PodUse::of);
    private final AtomicBoolean changed = new AtomicBoolean();
    private volatile boolean closed;
    private volatile @Nullable Quotas quotas;
    private volatile @Nullable Instant answeredAt;

    /**
     * A watch that has not begun.
     *
     * @param wake told of every change
     */
    ClusterWatch(KubernetesApi api, String owner, Wake wake) {
        this.api = api;
        this.nodes = prepared(api.watchNodes(), nodeStore, "nodes");
        this.pods = prepared(api.watchPodsOnNodes(), podStore, "the pods of all namespaces");
        this.own = api.watchOwnPods(owner).exceptionHandler((started, trouble) -> again("its own pods", trouble));
        Runnable onCluster = () -> {
            changed.set(true);
            wake.now();
        };
        nodes.addEventHandler(telling(onCluster));
        pods.addEventHandler(telling(() -> changed.set(true)));
        own.addEventHandler(telling(wake::now));
    }

    private <T extends HasMetadata> SharedIndexInformer<T> prepared(
            SharedIndexInformer<T> informer, TrimmedStore<T, ?> store, String what) {
        return informer.itemStore(store).exceptionHandler((started, trouble) -> again(what, trouble));
    }

    private boolean again(String what, Throwable trouble) {
        if (!closed) {
            LOG.log(System.Logger.Level.WARNING, "cannot watch " + what + " now: " + trouble.getMessage());
        }
        return !closed;
    }

    private static <T> ResourceEventHandler<T> telling(Runnable listener) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                listener.run();
            }

            @Override
            public void onUpdate(T before, T after) {
                listener.run();
            }

            @Override
            public void onDelete(T object, boolean unseen) {
                listener.run();
            }
        };
    }

    /** Begins; what is watched is there when {@link #isSynced} says so. */
    void start() {
        List.of(own, nodes, pods).forEach(informer -> {
            var _ = informer.start();
        });
    }

    /** Whether our own pods, and the nodes, were seen at least once. */
    boolean isSynced() {
        return own.hasSynced() && nodes.hasSynced();
    }

    /** Whether anything of the cluster changed since this was last asked. */
    boolean takeChanged() {
        return changed.getAndSet(false);
    }

    /** Whether there is a change that was not asked for yet. */
    boolean hasChanged() {
        return changed.get();
    }

    /**
     * Asks for what is not watched. That an answer came is also how it is known that what is watched is of now.
     *
     * @throws KubernetesUnavailableException where none comes
     */
    void ask(Instant now) {
        try {
            quotas = Quotas.of(api.quotas());
        } catch (KubernetesRefusedException e) {
            if (quotas != null || answeredAt == null) {
                LOG.log(System.Logger.Level.WARNING, "cannot list the quotas of the namespace: " + e.getMessage());
            }
            quotas = null;
        }
        answeredAt = now;
    }

    /** When the API server last answered; empty: never. */
    Optional<Instant> answeredAt() {
        return Optional.ofNullable(answeredAt);
    }

    /** Whether a pod must say how many processors it may use at most. */
    boolean limitsCpu() {
        Quotas known = quotas;
        return known != null && known.limitsCpu();
    }

    ClusterLook look() {
        return new ClusterLook(nodeStore.readings(), pods.hasSynced() ? podStore.readings() : null, quotas);
    }

    @Nullable
    Pod ownPod(String name) {
        return own.getStore().getByKey(api.namespace() + "/" + name);
    }

    List<Pod> ownPods() {
        return own.getStore().list();
    }

    NodeState state(@Nullable String node) {
        if (node == null) {
            return NodeState.UP;
        }
        Node known = nodes.getStore().getByKey(node);
        if (known == null) {
            return NodeState.GONE;
        }
        return ClusterNode.stateOf(known);
    }

    @Override
    public void close() {
        closed = true;
        List<SharedIndexInformer<?>> all = List.of(own, nodes, pods);
        all.forEach(SharedIndexInformer::stop);
        for (SharedIndexInformer<?> informer : all) {
            try {
                informer.stopped().toCompletableFuture().get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException | TimeoutException e) {
                LOG.log(System.Logger.Level.DEBUG, "a watch did not end cleanly", e);
            }
        }
    }
}
