/**
 * For how long a silent region is waited for, and how it is told to stop before its work is given up. Pure; see ADR 0030. Its adapter for the
 * topic of fences is {@code fencing.kafka}.
 */
@NullMarked
package io.isobar.broker.fencing;

import org.jspecify.annotations.NullMarked;
