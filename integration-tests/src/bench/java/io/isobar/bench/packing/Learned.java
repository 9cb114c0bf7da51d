package io.isobar.bench.packing;

import io.isobar.agent.packing.Choice;
import io.isobar.agent.packing.FreeNode;
import io.isobar.agent.packing.Packing;
import io.isobar.agent.packing.Shape;
import io.isobar.agent.packing.WorkMix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the agent does. It begins with its guess of whole devices, and knows of each pod only when it comes. */
final class Learned implements Policy {
    private final Packing<Integer> packing = new Packing<>(WorkMix.ofPowersOfTwo(8));

    Learned(List<FreeNode> nodes) {
        for (int i = 0; i < nodes.size(); i++) {
            packing.put(i, nodes.get(i));
        }
    }

    /** The same with the list of pods known before, as FGD knows it. */
    static Learned knowing(List<FreeNode> nodes, List<Shape> pods) {
        Learned policy = new Learned(nodes);
        pods.forEach(pod -> policy.packing.saw(pod, 1));
        return policy;
    }

    @Override
    public @Nullable Spot place(Shape pod) {
        packing.saw(pod, 1);
        Choice<Integer> choice = packing.choose(pod);
        return choice == null ? null : new Spot(choice.node(), choice.left());
    }

    @Override
    public void changed(int node, FreeNode free) {
        packing.put(node, free);
    }
}
