package io.isobar.agent.driver.kubernetes;

/** What is known of the machine that a pod is on. */
enum NodeState {
    /** Its kubelet is heard of, or the pod has no node yet. */
    UP,
    /** Its kubelet is not heard of: what ran there may run on. */
    SILENT,
    /** It is no longer a node of the cluster, or an administrator says that it is off: nothing runs there. */
    GONE
}
