@NullMarked
package io.isobar.agent.onboarding;

import org.jspecify.annotations.NullMarked;
