/**
 * Operating-system processes as the launcher needs them: identities that survive pid reuse, signals, memory, the
 * environment of others. Reads Linux' /proc and nothing else.
 */
@NullMarked
package io.isobar.standalone.process;

import org.jspecify.annotations.NullMarked;
