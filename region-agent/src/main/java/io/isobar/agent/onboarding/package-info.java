/**
 * What a provider runs before the agent: a look at what would be advertised, and a test of every link. Reads and asks; changes nothing.
 */
@NullMarked
package io.isobar.agent.onboarding;

import org.jspecify.annotations.NullMarked;
