/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpTourAct: what the tour does in one step, with @what and @more of CpTourStep.
 * @CP_TOUR_TAP: hold the practice card @what to the reader, for as long as a hand does
 * @CP_TOUR_PRESS: touch the control named @what
 * @CP_TOUR_SCROLL: swipe the list on the right: `down`, `down a little` or `up`
 * @CP_TOUR_PIN: touch the digits of the PIN of the staff member whose role is @what
 * @CP_TOUR_TYPE: touch the keys of @what on the screen's keyboard; `{receipt}` stands for the
 *   number of the practice receipt
 * @CP_TOUR_READ: wait until @what is on the screen
 * @CP_TOUR_GONE: wait until @what is on the screen no more
 * @CP_TOUR_PICTURE: save what is on the screen as @what
 * @CP_TOUR_CABLE: `cut` or `restore` the network
 * @CP_TOUR_CHIP: `unplug` or `plug` the reader, or another word that its emulator knows
 * @CP_TOUR_KILL: SIGKILL the process @what; `reader` is the screen's child that drives the chip
 * @CP_TOUR_OTHER_KIOSK: the second kiosk's counterpartctl shows @more for the member of card @what
 * @CP_TOUR_HEAD_OFFICE: head office's `show @what` has @more
 */
typedef enum {
  CP_TOUR_TAP,
  CP_TOUR_PRESS,
  CP_TOUR_SCROLL,
  CP_TOUR_PIN,
  CP_TOUR_TYPE,
  CP_TOUR_READ,
  CP_TOUR_GONE,
  CP_TOUR_PICTURE,
  CP_TOUR_CABLE,
  CP_TOUR_CHIP,
  CP_TOUR_KILL,
  CP_TOUR_OTHER_KIOSK,
  CP_TOUR_HEAD_OFFICE,
} CpTourAct;

typedef struct {
  CpTourAct act;
  const char *what;
  const char *more;
} CpTourStep;

/** cp_tour_steps: the walk, ending with a step whose @what is %NULL. */
extern const CpTourStep cp_tour_steps[];

G_END_DECLS
